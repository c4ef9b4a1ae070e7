//! How an abbreviation bears on the end of a sentence.

/// What follows the period of an abbreviation.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A name or number follows: never ends a sentence ("Mr.", "Gen.", "No.").
    Leads,
    /// Follows a name or number, may end a sentence ("Inc.", "Nov.", "etc.").
    Trails,
}

const LEADS: &[&str] = &[
    "Mr", "Mrs", "Ms", "Mx", "Messrs", "Dr", "Drs", "Prof", "Hon", "Rev", "Fr", "Sr", "St", "Ste", "Mt", "Ft", "Gen",
    "Lt", "Col", "Maj", "Capt", "Cpt", "Sgt", "Cpl", "Pvt", "Adm", "Cmdr", "Comdr", "Brig", "Insp", "Supt", "Det",
    "Gov", "Sen", "Sens", "Rep", "Reps", "Pres", "Amb", "Atty", "Asst", "Assoc", "Dep", "Min", "Sec", "Secy", "Treas",
    "Msgr", "Bros", "Mme", "Mlle", "Sra", "Srta", "Ing", "Hr", "Mag", "Dipl", "no", "No", "nos", "Nos", "vs", "Vs",
    "vol", "Vol", "pp", "fig", "Fig", "Figs", "Art", "Sect", "ch", "Ch", "cf", "ca", "approx", "est", "Op", "op", "al",
    "esp", "viz", "Ss", "Wm", "Chas", "Thos", "Jos", "Sta", "Sto", "Br", "Kh", "Zh", "Ts", "Sct",
];
const TRAILS: &[&str] = &[
    "Inc", "Corp", "Co", "Cos", "Ltd", "Plc", "LLC", "Bhd", "Pty", "Jr", "Esq", "Jan", "Feb", "Mar", "Apr", "Jun",
    "Jul", "Aug", "Sep", "Sept", "Oct", "Nov", "Dec", "Mon", "Tue", "Tues", "Wed", "Weds", "Thu", "Thur", "Thurs",
    "Fri", "etc", "Univ", "Dept", "Assn", "Ave", "Blvd", "Rd", "Ln", "Hwy", "Pkwy", "Bldg", "Calif", "Fla", "Ga",
    "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mass", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore",
    "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ariz", "Ark", "Colo", "Conn", "Del", "Ala", "Ont", "Que",
    "Alta", "Sask", "ft", "lb", "lbs", "oz", "mph", "sq", "hrs", "hr", "min", "mins", "sec", "secs", "yr", "yrs",
];

pub(super) fn kind(word: &str) -> Option<Kind> {
    if word.len() > 6 || !word.is_ascii() {
        return None;
    }
    // "JAN.", "GEN." in all-caps datelines and titles count as their headline-case form.
    let mut folded = [0u8; 6];
    let word = if word.len() > 2 && word.bytes().all(|b| b.is_ascii_uppercase()) && word != "LLC" {
        for (to, from) in folded.iter_mut().zip(word.bytes().enumerate()) {
            *to = if from.0 == 0 { from.1 } else { from.1.to_ascii_lowercase() };
        }
        std::str::from_utf8(&folded[..word.len()]).unwrap_or(word)
    } else {
        word
    };
    if LEADS.contains(&word) {
        Some(Kind::Leads)
    } else if TRAILS.contains(&word) {
        Some(Kind::Trails)
    } else {
        None
    }
}
