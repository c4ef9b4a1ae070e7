//! The README's table of settings is what the command line says: made from its flags.
//!
//! `UPDATE_SETTINGS=1 cargo test --features otlp --bin copydesk settings` writes it anew: with every feature that has a flag.

use clap::{Arg, CommandFactory as _};

const README: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
const BEGIN: &str = "<!-- settings: made from the flags by a test -->\n";
const END: &str = "<!-- end of settings -->\n";

/// Bytes and plain numbers as a person reads them.
fn readable(value: &str) -> String {
    match value.parse::<u64>() {
        Ok(n) if n >= 1 << 20 && n % (1 << 20) == 0 => format!("{n} ({} MiB)", n >> 20),
        _ => value.to_owned(),
    }
}

fn row(arg: &Arg) -> Option<String> {
    let variable = arg.get_env()?.to_str()?;
    let defaults: Vec<String> = arg.get_default_values().iter().filter_map(|v| v.to_str()).map(readable).collect();
    let default = if defaults.is_empty() { String::new() } else { format!("`{}`", defaults.join(",")) };
    let help = arg.get_help()?.to_string().replace('\n', " ").replace('|', "\\|");
    Some(format!("| `--{}` `{variable}` | {default} | {help} |\n", arg.get_long()?))
}

fn table() -> String {
    let command = crate::Command::command();
    let mut out = String::from("| flag and variable | default | what |\n|---|---|---|\n");
    let serve = command.find_subcommand("serve").unwrap();
    out.extend(serve.get_arguments().filter_map(row));
    out
}

#[test]
fn readme_has_every_setting() {
    let readme = std::fs::read_to_string(README).unwrap();
    let (before, rest) = readme.split_once(BEGIN).unwrap();
    let (written, after) = rest.split_once(END).unwrap();
    let table = table();
    assert!(table.lines().count() > 20, "{table}");
    if std::env::var_os("UPDATE_SETTINGS").is_some() {
        std::fs::write(README, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
    } else {
        assert_eq!(written, table, "run with UPDATE_SETTINGS=1");
    }
}
