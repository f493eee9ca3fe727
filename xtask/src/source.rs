//! Where documents come from: a file, a URL, or the vendor's repository.

use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};

/// A version whose place in the vendor's repository is known.
pub struct Version {
    pub name: &'static str,
    commit: &'static str,
    pub sha256: &'static str,
}

pub const VERSIONS: [Version; 5] = [
    Version {
        name: "2024-05-01-preview",
        commit: "042718d30f410ec2c448cf85b77af394123732f4",
        sha256: "4fe1c6d96b757fb6446ef078e391242319cc0b672e0c847d59665c83fa52d37e",
    },
    Version {
        name: "2025-04-01",
        commit: "036f40b377c887452b2d46e2047dc23c848de0b1",
        sha256: "c76f32afc4eec511b8c5b938114ff24516673ecf2443b018e1170f0b762e9dac",
    },
    Version {
        name: "2025-05-01",
        commit: "0ec02c4f143560bc44f49adb4612bd1a8b5a3c15",
        sha256: "21c9a005d313fab43e6bda081198bb852df872fb0eb13d411f7fe6d443274623",
    },
    Version {
        name: "2025-05-01-preview",
        commit: "174eb3eb0027b7dd2ad2c1bd4b30f407f8d23fd0",
        sha256: "6cf554128e00df90405ee85b41d4c57c0756fed5ec7b9340b3117e7a568131ce",
    },
    Version {
        name: "2025-05-15-preview",
        commit: "3b403db67c0253b36db07fbd85a1caf1df59822d",
        sha256: "72573addcd2abe777d05bfa8e495a1e80fd5f5edb41f3982a6da2042e14edc16",
    },
];

/// The version, if its place is known.
pub fn known(version: &str) -> Option<&'static Version> {
    VERSIONS.iter().find(|known| known.name == version)
}

/// The public address of a version: the very commit where we know it, else the main branch.
pub fn address(version: &str, known: Option<&Version>) -> String {
    let commit = known.map_or("main", |known| known.commit);
    format!(
        "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/{commit}/specification/ai/data-plane/\
         ModelInference/openapi/{version}/openapi.yaml"
    )
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
    ensure!(size <= MOST_BYTES, "it has {size} bytes, more than any document of this kind");
    String::from_utf8(std::fs::read(path)?).context("it is not a text: it is not UTF-8")
}

fn read_url(url: &str) -> Result<String> {
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().into();
    // The error's own text may repeat the whole address.
    let public = |error: ureq::Error| anyhow!(error.to_string().replace(url, &without_secrets(url)));
    let mut answer = agent.get(url).call().map_err(public)?;
    answer.body_mut().with_config().limit(MOST_BYTES).read_to_string().map_err(public)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_known_versions_have_an_address() {
        let known = address("2025-05-15-preview", known("2025-05-15-preview"));
        assert!(known.contains("/3b403db67c0253b36db07fbd85a1caf1df59822d/"), "{known}");
        assert!(known.ends_with("/ModelInference/openapi/2025-05-15-preview/openapi.yaml"), "{known}");
        assert!(address("2026-01-01", None).contains("/main/"));
    }

    #[test]
    fn places_are_told_without_secrets() {
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
        check(&file.path().to_string_lossy(), "more than any document");
        std::fs::write(file.path(), [0xff, 0xfe, 0x00]).unwrap();
        check(&file.path().to_string_lossy(), "not UTF-8");
    }
}
