//! Writes one test for each Rust snippet of README.md and docs/ into `OUT_DIR/snippets.rs`.
//!
//! Each test has a mock service `mock` and its client `client`. HTML comments contain other code of the test: `<!-- setup`
//! before a snippet and `<!-- check` after it, each up to a line `-->`. A snippet marked `rust,no_run` is only compiled; a
//! snippet after `<!-- blocking setup` runs outside of a runtime.

use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::{env, fs};

/// Languages of blocks that are not Rust. Any other language is an error, so that a typo does not skip a snippet.
const OTHER_LANGUAGES: [&str; 7] = ["console", "csharp", "javascript", "python", "text", "toml", "sh"];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut pages = vec![root.join("README.md"), root.join("docs/crate.md")];
    let guide = root.join("docs/guide");
    pages.extend(fs::read_dir(&guide).expect("docs/guide exists").map(|entry| entry.unwrap().path()));
    pages.sort();
    println!("cargo::rerun-if-changed={}", guide.display());
    let mut tests = String::new();
    for page in pages {
        println!("cargo::rerun-if-changed={}", page.display());
        let text = fs::read_to_string(&page).unwrap_or_else(|error| panic!("{}: {error}", page.display()));
        let name = page.strip_prefix(&root).expect("it is below the root").display().to_string();
        write!(tests, "mod {} {{\n    use super::*;\n{}}}\n\n", identifier(&name), page_tests(&name, &text)).unwrap();
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("snippets.rs"), tests).expect("OUT_DIR can be written to");
}

/// Returns the tests of a page, which have the names of the headings above the snippets.
fn page_tests(page: &str, text: &str) -> String {
    let mut tests = String::new();
    let mut heading = String::new();
    let mut snippets_of_heading = 0;
    let (mut setup, mut blocking) = (String::new(), false);
    let mut lines = text.lines().enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        let place = format!("{page}:{}", index + 1);
        let mut until = |end: &str| -> String {
            lines
                .by_ref()
                .map(|(_, line)| line)
                .take_while(|line| *line != end)
                .fold(String::new(), |text, line| text + line + "\n")
        };
        if let Some(title) = line.strip_prefix('#') {
            (heading, snippets_of_heading) = (identifier(title.trim_start_matches('#')), 0);
        } else if line == "<!-- setup" || line == "<!-- blocking setup" {
            (setup, blocking) = (until("-->"), line.contains("blocking"));
        } else if line == "```rust" || line == "```rust,no_run" {
            let snippet = until("```");
            let check = match lines.next_if(|(_, line)| *line == "<!-- check") {
                Some(_) => lines
                    .by_ref()
                    .map(|(_, line)| line)
                    .take_while(|line| *line != "-->")
                    .collect::<Vec<_>>()
                    .join("\n"),
                None => String::new(),
            };
            snippets_of_heading += 1;
            let name = match snippets_of_heading {
                1 => heading.clone(),
                number => format!("{heading}_{number}"),
            };
            let signature = match (line, blocking) {
                ("```rust,no_run", _) => format!("async fn {name}(client: Client) -> Outcome {{"),
                (_, true) => format!("#[test]\nfn {name}() -> Outcome {{"),
                (_, false) => format!(
                    "#[tokio::test]\nasync fn {name}() -> Outcome {{\n\
                     let mock = MockService::start().await;\nlet client = mock.client();"
                ),
            };
            let setup = std::mem::take(&mut setup);
            write!(tests, "// {place}\n{signature}\n{setup}{snippet}{check}\nOk(())\n}}\n\n").unwrap();
        } else if line.starts_with("<!-- ") || line == "-->" {
            panic!("{place}: a comment that is neither `setup` before a snippet nor `check` after one");
        } else if let Some(language) = line.trim_start().strip_prefix("```") {
            assert!(OTHER_LANGUAGES.contains(&language), "{place}: a block of an unknown language, `{language}`");
            until("```");
        }
    }
    assert!(setup.is_empty(), "{page}: a setup without a snippet");
    tests
}

/// Converts a path or a heading, such as `docs/guide/tools.md`, to the name of a module or function.
fn identifier(text: &str) -> String {
    let text = text.trim_end_matches(".md").to_lowercase();
    let name: String = text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
    let name = name.split('_').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("_");
    if name.starts_with(|c: char| c.is_ascii_digit()) { format!("_{name}") } else { name }
}
