//! Vendoring a version of the document.

use std::fmt::Write;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::overlay::{self, Overlay};
use crate::upstream;
use crate::workspace::{Output, Workspace};

/// A version whose place in the vendor's repository is known.
pub struct Version {
    pub name: &'static str,
    commit: &'static str,
    sha256: &'static str,
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

const RECORD: &str = "spec/README.md";
const RECORD_BEGINS: &str = "<!-- sources: written by `cargo xtask refresh` -->\n";
const RECORD_ENDS: &str = "<!-- end of sources -->\n";

/// Vendors `version`, then generates. Nothing is written unless all of it went well.
pub fn refresh(workspace: &Workspace, version: &str, from: Option<&str>, drive: bool) -> Result<()> {
    accept_name(version)?;
    let known = VERSIONS.iter().find(|known| known.name == version);
    let source = from.map_or_else(|| address(version, known), str::to_owned);
    let text = read(&source)?;
    let document = upstream::parse(&text).with_context(|| format!("can't use {source}"))?;
    if let Some(found) = document["info"]["version"].as_str().filter(|found| *found != version) {
        eprintln!("warning: {source} calls itself version {found}, it is kept as {version}");
    }
    let interface = upstream::interface(&document);

    let mut overlay_text = workspace.read(overlay::PATH)?;
    let mut overlay = Overlay::parse(&overlay_text)?;
    if drive && overlay.driving != version {
        overlay_text = overlay::with_driving(&overlay_text, &overlay.driving, version)?;
        overlay = Overlay::parse(&overlay_text)?;
    }
    let sum = sha256(&text);
    let place = match known {
        Some(known) if known.sha256 == sum => address(version, Some(known)),
        _ => public_place(&source),
    };
    let mut outputs = vec![
        Output { path: upstream::path(version), text: upstream::to_text(&interface) },
        Output { path: RECORD.to_owned(), text: record(&workspace.read(RECORD)?, version, &place, &sum)? },
        Output { path: overlay::PATH.to_owned(), text: overlay_text },
    ];
    let driving = if overlay.driving == version {
        interface
    } else {
        serde_json::from_str(&workspace.read(&upstream::path(&overlay.driving))?)?
    };
    outputs.extend(Document::build(driving, &overlay, &overlay.driving)?.outputs()?);
    workspace.write(&outputs)?;
    println!("{version} is vendored; {} drives the crate", overlay.driving);
    Ok(())
}

/// The version becomes a file name, and part of an address.
fn accept_name(version: &str) -> Result<()> {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '.');
    let good = version.starts_with(|letter: char| letter.is_ascii_alphanumeric()) && version.chars().all(plain);
    ensure!(good, "`{version}` is not a version: letters, digits, `-` and `.` are");
    Ok(())
}

/// The public address of a version: the very commit where we know it, else the main branch.
fn address(version: &str, known: Option<&Version>) -> String {
    let commit = known.map_or("main", |known| known.commit);
    format!(
        "https://raw.githubusercontent.com/Azure/azure-rest-api-specs/{commit}/specification/ai/data-plane/\
         ModelInference/openapi/{version}/openapi.yaml"
    )
}

fn is_url(source: &str) -> bool {
    source.starts_with("https://") || source.starts_with("http://")
}

/// A file's name without its folders, which are of this machine alone; a URL without what may be secret.
fn public_place(source: &str) -> String {
    if is_url(source) {
        let address = source.split(['?', '#']).next().unwrap_or(source);
        let (scheme, rest) = address.split_once("://").unwrap_or(("https", address));
        let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
        let host = host.rsplit('@').next().unwrap_or(host);
        return format!("{scheme}://{host}/{path}");
    }
    let name = std::path::Path::new(source).file_name();
    format!("file {}", name.map_or(source.into(), |name| name.to_string_lossy()))
}

/// Far more than any document of this kind, far less than memory.
const MOST_BYTES: u64 = 32 << 20;

fn read(source: &str) -> Result<String> {
    if !is_url(source) {
        let bytes = std::fs::read(source).with_context(|| format!("can't read {source}"))?;
        return String::from_utf8(bytes).with_context(|| format!("{source} is not a text: it is not UTF-8"));
    }
    let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(60))).build().into();
    let answer = agent.get(source).call();
    let mut answer = match answer {
        Ok(answer) => answer,
        Err(error) => bail!("can't read {source}: {error}"),
    };
    let text = answer.body_mut().with_config().limit(MOST_BYTES).read_to_string();
    text.with_context(|| format!("can't read {source}"))
}

fn sha256(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut sum, byte| {
        let _ = write!(sum, "{byte:02x}");
        sum
    })
}

/// The record with the row of this version put in or replaced; rows are sorted.
fn record(text: &str, version: &str, place: &str, sum: &str) -> Result<String> {
    let marks = || format!("{RECORD} has lost the comment lines around the sources");
    let (head, rest) = text.split_once(RECORD_BEGINS).with_context(marks)?;
    let (table, tail) = rest.split_once(RECORD_ENDS).with_context(marks)?;
    let rows = table.lines().skip(2).map(str::to_owned);
    let mut rows: Vec<String> = rows.filter(|row| !row.starts_with(&format!("| {version} |"))).collect();
    rows.push(format!("| {version} | {place} | `{sum}` |"));
    rows.sort();
    let header = "| version | source | sha-256 |\n| --- | --- | --- |";
    Ok(format!("{head}{RECORD_BEGINS}{header}\n{}\n{RECORD_ENDS}{tail}", rows.join("\n")))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::path::Path;

    use tempfile::TempDir;

    use super::*;

    const DRIVING: &str = "2025-05-15-preview";

    /// A checkout of its own, with what the commands read.
    fn scratch() -> (TempDir, Workspace) {
        let folder = tempfile::tempdir().unwrap();
        for part in ["spec/README.md", "spec/overlay.yaml", "spec/openapi.json"] {
            copy(folder.path(), part);
        }
        for version in &VERSIONS {
            copy(folder.path(), &upstream::path(version.name));
        }
        for name in ["client.rs", "open_enums.rs", "httpmock.rs"] {
            copy(folder.path(), &format!("generated/{name}"));
        }
        let workspace = Workspace::open(Some(folder.path().to_owned())).unwrap();
        (folder, workspace)
    }

    fn copy(folder: &Path, part: &str) {
        let target = folder.join(part);
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(part), target).unwrap();
    }

    /// Every file below a folder with its bytes.
    fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                found.extend(files(&path));
            } else {
                found.insert(path.to_string_lossy().into_owned(), fs::read(&path).unwrap());
            }
        }
        found
    }

    /// The driving document as the vendor might publish it tomorrow: with prose, and what `change` does to it.
    fn document(change: impl FnOnce(&mut serde_json::Value)) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(upstream::path(DRIVING));
        let mut document = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        change(&mut document);
        serde_json::to_string(&document).unwrap()
    }

    /// Gives one answer to one request, and the address to ask.
    fn serve(status: &'static str, body: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let _ = stream.read(&mut [0; 4096]).unwrap();
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
            stream.write_all(format!("{head}{body}").as_bytes()).unwrap();
        });
        format!("http://{address}/openapi.yaml?token=secret")
    }

    #[test]
    fn a_vendored_version_refreshes_to_itself() {
        let (folder, workspace) = scratch();
        let before = files(folder.path());
        let file = folder.path().join("upstream.json");
        fs::write(&file, document(|_| {})).unwrap();
        refresh(&workspace, DRIVING, Some(&file.to_string_lossy()), false).unwrap();
        let mut after = files(folder.path());
        after.remove(&file.to_string_lossy().into_owned());
        let record = folder.path().canonicalize().unwrap().join(RECORD).to_string_lossy().into_owned();
        let text = String::from_utf8(after[&record].clone()).unwrap();
        assert!(text.contains("| 2025-05-15-preview | file upstream.json | `"), "{text}");
        assert!(!text.contains(&*folder.path().to_string_lossy()), "a path of this machine is recorded");
        let changed: Vec<_> = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).collect();
        assert_eq!(changed.len(), 1, "only the record changes");
    }

    #[test]
    fn a_new_version_from_a_url_drives_when_asked() {
        let (folder, workspace) = scratch();
        let text = document(|document| {
            document["info"]["version"] = "2026-01-01".into();
            document["info"]["description"] = "the vendor's prose".into();
            let role = &mut document["components"]["schemas"]["ChatRole"]["anyOf"][1]["enum"];
            role.as_array_mut().unwrap().push("critic".into());
            document["components"]["schemas"]["ChatCompletionsOptions"]["properties"]["top_k"] =
                serde_json::json!({"type": "integer", "description": "the vendor's prose", "default": 3});
        });
        let url = serve("200 OK", text);
        refresh(&workspace, "2026-01-01", Some(&url), true).unwrap();
        let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
        assert!(read("spec/overlay.yaml").contains("\nextends: upstream/2026-01-01.json\n"));
        assert!(!read("spec/upstream/2026-01-01.json").contains("prose"));
        assert!(!read(RECORD).contains("secret"));
        assert!(read("generated/open_enums.rs").contains("Critic = \"critic\""));
        assert!(read("generated/client.rs").contains("pub top_k: ::std::option::Option<i64>"));
        let stubs = crate::document::driving(&workspace).unwrap().stubs;
        assert_eq!(stubs, ["ChatCompletionsOptions.top_k", "ChatRole, value critic"]);
        crate::check::check(&workspace, false).unwrap();
        assert!(crate::check::check(&workspace, true).unwrap_err().to_string().contains("stubs"));
    }

    #[test]
    fn what_can_not_be_used_is_named_and_changes_no_file() {
        #[track_caller]
        fn check(version: &str, from: &str, reason: &str) {
            let (folder, workspace) = scratch();
            let before = files(folder.path());
            let error = format!("{:#}", refresh(&workspace, version, Some(from), true).unwrap_err());
            assert!(error.contains(reason), "{error:?} does not say {reason:?}");
            assert!(files(folder.path()) == before, "{reason}: a file has changed");
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = file.path().to_string_lossy().into_owned();
        let written = |text: &str| fs::write(file.path(), text).unwrap();
        check("2026-01-01", "no/such/file.yaml", "can't read no/such/file.yaml");
        check("2026-01-01", &serve("404 Not Found", String::new()), "404");
        check("2026-01-01", &serve("200 OK", "<html></html>".into()), "is not an OpenAPI document");
        check("../../x", &path, "is not a version");
        written("");
        check("2026-01-01", &path, "the document is empty");
        fs::write(file.path(), [0xff, 0xfe, 0x00]).unwrap();
        check("2026-01-01", &path, "not UTF-8");
        written("swagger: '2.0'");
        check("2026-01-01", &path, "Swagger 2.0");
        written(&document(|document| document["openapi"] = "3.1.0".into()));
        check("2026-01-01", &path, "OpenAPI 3.1.0; only OpenAPI 3.0 is read");
        written(&document(|document| {
            document["components"]["schemas"].as_object_mut().unwrap().remove("ChatRole");
        }));
        check("2026-01-01", &path, "refers to `#/components/schemas/ChatRole`");
        // A correction that the vendor has made too is named.
        written(&document(|document| {
            let options = &mut document["components"]["schemas"]["ChatCompletionsOptions"]["properties"];
            options.as_object_mut().unwrap().remove("stream");
        }));
        check(
            "2026-01-01",
            &path,
            "(`$.components.schemas.ChatCompletionsOptions.properties.stream`): matches nothing",
        );
    }

    #[test]
    fn stale_files_are_named_with_the_command_that_mends_them() {
        let (folder, workspace) = scratch();
        crate::check::check(&workspace, false).unwrap();
        for path in ["spec/openapi.json", "generated/client.rs"] {
            let file = folder.path().join(path);
            let good = fs::read(&file).unwrap();
            fs::write(&file, "edited by hand").unwrap();
            let error = crate::check::check(&workspace, false).unwrap_err().to_string();
            assert!(error.contains(&format!("{path} is stale: run `cargo xtask generate`")), "{error}");
            fs::write(&file, good).unwrap();
        }
    }

    #[test]
    fn the_known_versions_have_an_address() {
        let known = address(DRIVING, VERSIONS.last());
        assert!(known.contains("/3b403db67c0253b36db07fbd85a1caf1df59822d/"), "{known}");
        assert!(known.ends_with("/ModelInference/openapi/2025-05-15-preview/openapi.yaml"), "{known}");
        assert!(address("2026-01-01", None).contains("/main/"));
    }
}
