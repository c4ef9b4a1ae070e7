//! Furniture and prose in ten languages: what goes, with its reason, and what must stay.

use super::*;

struct Page {
    language: &'static str,
    title: &'static str,
    prose: [&'static str; 4],
    furniture: &'static [(&'static str, Reason)],
}

use Reason::{Advertisement, CommentForm, Copyright, ImageCredit, Navigation, RelatedBlock, RelatedLink, Share};

const PAGES: [Page; 10] = [
    Page {
        language: "en",
        title: "Harbour ferry returns after winter repairs",
        prose: [
            "The harbour ferry will sail again from Monday, the town council said after a meeting with the operator.",
            "Its engine was taken out in January and repaired in a yard on the other side of the bay.",
            "“We have missed it,” said a baker who crosses the water every morning with two baskets of bread.",
            "Tickets will cost the same as last year, and children under ten will travel free of charge.",
        ],
        furniture: &[
            ("Read also: Bridge to close for three weeks", RelatedLink),
            ("Share on Facebook", Share),
            ("Leave a Reply", CommentForm),
            ("Privacy Policy", Navigation),
            ("Advertisement", Advertisement),
            ("Photo: Ann Lee/Agency", ImageCredit),
            ("All rights reserved", Copyright),
        ],
    },
    Page {
        language: "de",
        title: "Hafenfähre fährt nach der Reparatur wieder",
        prose: [
            "Die Hafenfähre wird ab Montag wieder fahren, teilte der Stadtrat nach einer Sitzung mit dem Betreiber mit.",
            "Der Motor wurde im Januar ausgebaut und in einer Werft auf der anderen Seite der Bucht repariert.",
            "„Sie hat uns gefehlt“, sagte ein Bäcker, der jeden Morgen mit zwei Körben Brot über das Wasser fährt.",
            "Die Karten werden so viel kosten wie im letzten Jahr, und Kinder unter zehn Jahren fahren umsonst.",
        ],
        furniture: &[
            ("Lesen Sie auch: Brücke drei Wochen gesperrt", RelatedLink),
            ("Mehr zum Thema", RelatedBlock),
            ("Artikel teilen", Share),
            ("Kommentar schreiben", CommentForm),
            ("Datenschutzerklärung", Navigation),
            ("Anzeige", Advertisement),
            ("Foto: Anna Schmidt/dpa", ImageCredit),
            ("Alle Rechte vorbehalten", Copyright),
        ],
    },
    Page {
        language: "fr",
        title: "Le bac du port reprend du service après les réparations",
        prose: [
            "Le bac du port circulera de nouveau à partir de lundi, a annoncé la mairie après une réunion avec l’exploitant.",
            "Son moteur a été démonté en janvier et réparé dans un chantier de l’autre côté de la baie.",
            "« Il nous a manqué », a dit un boulanger qui traverse l’eau tous les matins avec deux paniers de pain.",
            "Les billets coûteront autant que l’an dernier, et les enfants de moins de dix ans voyageront gratuitement.",
        ],
        furniture: &[
            ("Lire aussi : Le pont fermé pendant trois semaines", RelatedLink),
            ("À lire aussi", RelatedBlock),
            ("Partager sur Facebook", Share),
            ("Laisser un commentaire", CommentForm),
            ("Mentions légales", Navigation),
            ("Publicité", Advertisement),
            ("Tous droits réservés", Copyright),
        ],
    },
    Page {
        language: "es",
        title: "El transbordador del puerto vuelve tras las reparaciones",
        prose: [
            "El transbordador del puerto volverá a navegar el lunes, anunció el ayuntamiento tras una reunión con la empresa.",
            "El motor se desmontó en enero y se reparó en un astillero al otro lado de la bahía.",
            "«Lo hemos echado de menos», dijo un panadero que cruza el agua cada mañana con dos cestas de pan.",
            "Los billetes costarán lo mismo que el año pasado, y los niños menores de diez años viajarán gratis.",
        ],
        furniture: &[
            ("Lea también: El puente cierra tres semanas", RelatedLink),
            ("Noticias relacionadas", RelatedBlock),
            ("Compartir en Facebook", Share),
            ("Deja un comentario", CommentForm),
            ("Aviso legal", Navigation),
            ("Publicidad", Advertisement),
            ("Todos los derechos reservados", Copyright),
        ],
    },
    Page {
        language: "it",
        title: "Il traghetto del porto torna dopo le riparazioni",
        prose: [
            "Il traghetto del porto tornerà a navigare da lunedì, ha annunciato il comune dopo un incontro con il gestore.",
            "Il motore è stato smontato a gennaio e riparato in un cantiere dall’altra parte della baia.",
            "«Ci è mancato», ha detto un fornaio che attraversa l’acqua ogni mattina con due ceste di pane.",
            "I biglietti costeranno come l’anno scorso, e i bambini sotto i dieci anni viaggeranno gratis.",
        ],
        furniture: &[
            ("Leggi anche: Il ponte chiuso per tre settimane", RelatedLink),
            ("Condividi su Facebook", Share),
            ("Lascia un commento", CommentForm),
            ("Pubblicità", Advertisement),
            ("Tutti i diritti riservati", Copyright),
        ],
    },
    Page {
        language: "pt",
        title: "A balsa do porto volta depois dos reparos",
        prose: [
            "A balsa do porto voltará a navegar na segunda-feira, anunciou a prefeitura depois de uma reunião com a empresa.",
            "O motor foi desmontado em janeiro e reparado em um estaleiro do outro lado da baía.",
            "“Sentimos falta dela”, disse um padeiro que atravessa a água todas as manhãs com dois cestos de pão.",
            "Os bilhetes custarão o mesmo que no ano passado, e as crianças com menos de dez anos viajarão de graça.",
        ],
        furniture: &[
            ("Leia também: Ponte fecha por três semanas", RelatedLink),
            ("Compartilhar no Facebook", Share),
            ("Deixe um comentário", CommentForm),
            ("Política de privacidade", Navigation),
            ("Publicidade", Advertisement),
            ("Todos os direitos reservados", Copyright),
        ],
    },
    Page {
        language: "nl",
        title: "Havenpont vaart weer na reparatie",
        prose: [
            "De havenpont vaart vanaf maandag weer, meldde de gemeente na een gesprek met de exploitant van de veerdienst.",
            "De motor werd in januari uitgebouwd en gerepareerd op een werf aan de andere kant van de baai.",
            "“We hebben hem gemist”, zei een bakker die elke ochtend met twee manden brood het water oversteekt.",
            "De kaartjes kosten evenveel als vorig jaar, en kinderen onder de tien jaar reizen gratis mee.",
        ],
        furniture: &[
            ("Lees ook: Brug drie weken dicht", RelatedLink),
            ("Deel dit artikel", Share),
            ("Plaats een reactie", CommentForm),
            ("Advertentie", Advertisement),
            ("Alle rechten voorbehouden", Copyright),
        ],
    },
    Page {
        language: "pl",
        title: "Prom portowy wraca po naprawie",
        prose: [
            "Prom portowy znów wypłynie od poniedziałku, poinformowała rada miasta po spotkaniu z przewoźnikiem.",
            "Jego silnik wymontowano w styczniu i naprawiono w stoczni po drugiej stronie zatoki.",
            "„Brakowało nam go”, powiedział piekarz, który co rano przepływa wodę z dwoma koszami chleba.",
            "Bilety będą kosztować tyle samo co w zeszłym roku, a dzieci do lat dziesięciu popłyną za darmo.",
        ],
        furniture: &[
            ("Czytaj także: Most zamknięty na trzy tygodnie", RelatedLink),
            ("Udostępnij na Facebooku", Share),
            ("Dodaj komentarz", CommentForm),
            ("Polityka prywatności", Navigation),
            ("Reklama", Advertisement),
            ("Wszelkie prawa zastrzeżone", Copyright),
        ],
    },
    Page {
        language: "ru",
        title: "Портовый паром возвращается после ремонта",
        prose: [
            "Портовый паром снова пойдёт с понедельника, сообщил городской совет после встречи с перевозчиком.",
            "Его двигатель сняли в январе и отремонтировали на верфи по другую сторону залива.",
            "«Нам его не хватало», — сказал пекарь, который каждое утро пересекает воду с двумя корзинами хлеба.",
            "Билеты будут стоить столько же, сколько в прошлом году, а дети до десяти лет поедут бесплатно.",
        ],
        furniture: &[
            ("Читайте также: Мост закроют на три недели", RelatedLink),
            ("Поделиться в Facebook", Share),
            ("Оставить комментарий", CommentForm),
            ("Политика конфиденциальности", Navigation),
            ("Реклама", Advertisement),
            ("Все права защищены", Copyright),
        ],
    },
    Page {
        language: "uk",
        title: "Портовий пором повертається після ремонту",
        prose: [
            "Портовий пором знову піде з понеділка, повідомила міська рада після зустрічі з перевізником.",
            "Його двигун зняли в січні й відремонтували на верфі по інший бік затоки.",
            "«Нам його бракувало», — сказав пекар, який щоранку перетинає воду з двома кошиками хліба.",
            "Квитки коштуватимуть стільки само, як торік, а діти до десяти років їхатимуть безкоштовно.",
        ],
        furniture: &[
            ("Читайте також: Міст закриють на три тижні", RelatedLink),
            ("Поділитися", Share),
            ("Залишити коментар", CommentForm),
            ("Політика конфіденційності", Navigation),
            ("Реклама", Advertisement),
            ("Усі права захищені", Copyright),
        ],
    },
];

/// The title, the prose with furniture between, and more of it at the end.
fn raw(page: &Page) -> String {
    let (inside, tail) = page.furniture.split_at(1);
    let mut lines = vec![page.title, page.prose[0], page.prose[1], inside[0].0, page.prose[2], page.prose[3]];
    lines.extend(tail.iter().map(|f| f.0));
    lines.join("\n")
}

#[test]
fn furniture_goes_with_its_reason_in_ten_languages() {
    let mut wrong = Vec::new();
    for page in &PAGES {
        let got = of(&raw(page));
        for &(line, want) in page.furniture {
            let given = reason(&got, line);
            if given != Some(want) {
                wrong.push(format!("{}: {line}: {given:?}", page.language));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn prose_stays_in_ten_languages() {
    for page in &PAGES {
        let got = of(&raw(page));
        assert_eq!(got.title.as_deref(), Some(page.title), "{}", page.language);
        for prose in page.prose {
            assert!(got.text.contains(prose), "{}: {prose}", page.language);
        }
    }
}

/// A language without phrases of its own: its furniture may stay, its prose must.
#[test]
fn an_unknown_language_is_kept() {
    let prose = [
        "Satama-altaan lautta liikennöi jälleen maanantaista alkaen, kaupunginhallitus kertoi kokouksen jälkeen.",
        "Moottori irrotettiin tammikuussa ja korjattiin telakalla lahden toisella puolella.",
        "Liput maksavat saman verran kuin viime vuonna, ja alle kymmenvuotiaat lapset matkustavat ilmaiseksi.",
    ];
    let got = of(&format!("Satamalautta palaa korjausten jälkeen\n{}\n", prose.join("\n")));
    assert!(prose.iter().all(|p| got.text.contains(p)), "{:?}", got.removed);
}
