//! Reading documents from files and URLs.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};

/// The address of a version by the template in an overlay: the newest commit of the main branch.
pub fn address(template: &str, version: &str) -> String {
    template.replace("{commit}", "main").replace("{version}", version)
}

/// The commit that an address names, if it names one.
pub fn commit(source: &str) -> Option<&str> {
    let is_commit = |part: &&str| part.len() == 40 && part.chars().all(|letter| letter.is_ascii_hexdigit());
    source.split(['/', '?', '#']).find(is_commit)
}

/// The scheme of a URL; a path has none, and a letter alone is a drive.
fn scheme(source: &str) -> Option<String> {
    let (scheme, _) = source.split_once("://")?;
    let is_scheme =
        scheme.len() > 1 && scheme.chars().all(|letter| letter.is_ascii_alphanumeric() || "+-.".contains(letter));
    is_scheme.then(|| scheme.to_ascii_lowercase())
}

/// A file's name without its folders, which are of this machine alone; a URL without what may be secret.
pub fn public_place(source: &str) -> String {
    if scheme(source).is_some() {
        return without_secrets(source);
    }
    let name = std::path::Path::new(source).file_name();
    format!("file {}", name.map_or(source.into(), |name| name.to_string_lossy()))
}

/// A path as it is; a URL without user, password and query.
pub fn without_secrets(source: &str) -> String {
    let Some(scheme) = scheme(source) else { return source.to_owned() };
    let address = source.split(['?', '#']).next().unwrap_or(source);
    let (_, rest) = address.split_once("://").unwrap_or(("", address));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host.rsplit('@').next().unwrap_or(host);
    format!("{scheme}://{host}/{path}")
}

/// Far more than any document of this kind, far less than memory.
const MOST_BYTES: u64 = 32 << 20;

/// The text of a document.
pub fn read(source: &str) -> Result<String> {
    let public = without_secrets(source);
    let text = match scheme(source).as_deref() {
        None => read_file(source),
        Some("http" | "https") => read_url(source),
        Some(other) => Err(anyhow!("the scheme `{other}` is not supported; a path, http:// and https:// are")),
    };
    text.with_context(|| format!("can't read {public}"))
}

fn read_file(path: &str) -> Result<String> {
    let size = std::fs::metadata(path)?.len();
    ensure!(size <= MOST_BYTES, "it has {size} bytes, more than any OpenAPI document");
    String::from_utf8(std::fs::read(path)?).context("it is not UTF-8")
}

fn read_url(url: &str) -> Result<String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().into();
    // The error's own text may repeat the whole address.
    let public = |error: ureq::Error| anyhow!(error.to_string().replace(url, &without_secrets(url)));
    let mut response = agent.get(url).call().map_err(public)?;
    response.body_mut().with_config().limit(MOST_BYTES).read_to_string().map_err(public)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_branch_or_the_commit() {
        let commit_of = "3b403db67c0253b36db07fbd85a1caf1df59822d";
        assert_eq!(address("https://h/{commit}/a/{version}.yaml", "2026-01-01"), "https://h/main/a/2026-01-01.yaml");
        assert_eq!(commit(&format!("https://h/{commit_of}/a.yaml?x")), Some(commit_of));
        assert_eq!(commit("https://h/main/a.yaml"), None);
    }

    #[test]
    fn places_are_shown_without_secrets() {
        assert_eq!(public_place("HTTPS://user:pw@host/a?sig=secret#x"), "https://host/a");
        assert_eq!(public_place("/home/me/a.yaml"), "file a.yaml");
        let error = format!("{:#}", read("http://user:pw@127.0.0.1:1/a?sig=secret").unwrap_err());
        assert!(error.contains("can't read http://127.0.0.1:1/a"), "{error}");
        assert!(!error.contains("pw") && !error.contains("secret"), "{error}");
    }

    #[test]
    fn what_can_not_be_read_is_named() {
        let check = |source: &str, reason: &str| {
            let error = format!("{:#}", read(source).unwrap_err());
            assert!(error.contains(reason), "{error:?} does not say {reason:?}");
        };
        check("ftp://host/a", "the scheme `ftp` is not supported");
        check("file:///a.yaml", "the scheme `file` is not supported");
        check("no/such/file.yaml", "can't read no/such/file.yaml");
        let file = tempfile::NamedTempFile::new().unwrap();
        file.as_file().set_len(MOST_BYTES + 1).unwrap();
        check(&file.path().to_string_lossy(), "more than any OpenAPI document");
        std::fs::write(file.path(), [0xff, 0xfe, 0x00]).unwrap();
        check(&file.path().to_string_lossy(), "not UTF-8");
    }
}
