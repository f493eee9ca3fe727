use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

use super::*;
use crate::scratch::{document, driving, main_spec, scratch};

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

/// Serves one response. Returns the address.
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

/// Without the check in a scratch copy, which builds.
fn refresh(workspace: &Workspace, version: &str, from: Option<&str>, drive: bool) -> Result<()> {
    refresh_document(workspace, Wanted { version: Some(version), from, drive, ..Default::default() })
}

fn refresh_document(workspace: &Workspace, wanted: Wanted<'_>) -> Result<()> {
    let spec = wanted.document.map(Spec::new).unwrap_or_else(|| Ok(main_spec()))?;
    write(workspace, &prepare(workspace, spec, wanted)?)
}

fn driving_document(workspace: &Workspace) -> Document {
    crate::document::driving(workspace, &main_spec()).unwrap()
}

fn check_files(workspace: &Workspace, release: bool) -> Result<()> {
    crate::check::check(workspace, &Spec::all(workspace)?, release)
}

#[test]
fn a_stored_version_refreshes_to_itself() {
    let (folder, workspace) = scratch();
    let before = files(folder.path());
    let file = folder.path().join("upstream.json");
    fs::write(&file, document(|_| {}).to_string()).unwrap();
    refresh(&workspace, &driving(), Some(&file.to_string_lossy()), false).unwrap();
    let mut after = files(folder.path());
    after.remove(&file.to_string_lossy().into_owned());
    let record = folder.path().canonicalize().unwrap().join(record::PATH).to_string_lossy().into_owned();
    let text = String::from_utf8(after[&record].clone()).unwrap();
    assert!(text.contains(&format!("| model-inference | {} | file upstream.json | `", driving())), "{text}");
    assert!(!text.contains(&*folder.path().to_string_lossy()), "a path of this machine is recorded");
    let changed: Vec<_> = after.iter().filter(|(path, bytes)| before.get(*path) != Some(bytes)).collect();
    assert_eq!(changed.len(), 1, "only the record changes");
}

#[test]
fn a_new_version_from_a_url_drives_when_asked() {
    let (folder, workspace) = scratch();
    let stubs = driving_document(&workspace).stubs;
    let text = document(|document| {
        document["info"]["version"] = "9999-01-01".into();
        document["info"]["description"] = "published prose".into();
        let role = &mut document["components"]["schemas"]["ChatRole"]["anyOf"][1]["enum"];
        role.as_array_mut().unwrap().push("test value".into());
        document["components"]["schemas"]["ChatCompletionsOptions"]["properties"]["test_field"] =
            serde_json::json!({"type": "integer", "description": "published prose", "default": 3});
    });
    let url = serve("200 OK", text.to_string());
    refresh(&workspace, "9999-01-01", Some(&url), true).unwrap();
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).unwrap();
    assert!(read("spec/model-inference/overlay.yaml").contains("\nextends: upstream/9999-01-01.json\n"));
    assert!(!read("spec/model-inference/upstream/9999-01-01.json").contains("prose"));
    assert!(!read(record::PATH).contains("secret"));
    assert!(read("generated/model-inference/open_enums.rs").contains("TestValue = \"test value\""));
    assert!(read("generated/model-inference/client.rs").contains("pub test_field: ::std::option::Option<i64>"));
    let mut added = driving_document(&workspace).stubs;
    added.retain(|stub| !stubs.contains(stub));
    assert_eq!(added, ["ChatCompletionsOptions.test_field", "ChatRole, value test value"]);
    check_files(&workspace, false).unwrap();
    assert!(check_files(&workspace, true).unwrap_err().to_string().contains("stubs"));
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
    check("9999-01-01", "no/such/file.yaml", "can't read no/such/file.yaml");
    check("9999-01-01", &serve("404 Not Found", String::new()), "404");
    check("9999-01-01", &serve("200 OK", "<html></html>".into()), "is not an OpenAPI document");
    check("../../x", &path, "is not a version");
    written("");
    check("9999-01-01", &path, "the document is empty");
    fs::write(file.path(), [0xff, 0xfe, 0x00]).unwrap();
    check("9999-01-01", &path, "not UTF-8");
    written("swagger: '2.0'");
    check("9999-01-01", &path, "Swagger 2.0");
    written(&document(|document| document["openapi"] = "4.0.0".into()).to_string());
    check("9999-01-01", &path, "OpenAPI 4.0.0; OpenAPI 3.0, 3.1 and 3.2 are read");
    let dangling = document(|document| {
        document["components"]["schemas"].as_object_mut().unwrap().remove("ChatRole");
    });
    written(&dangling.to_string());
    check("9999-01-01", &path, "refers to `#/components/schemas/ChatRole`");
    // A document of another interface is reported as such.
    written("openapi: 3.0.0\ninfo: {title: t, version: v}\npaths: {/pets: {}}\n");
    check("9999-01-01", &path, "it has no schemas");
    written("openapi: 3.0.0\ninfo: {title: t, version: v}\npaths: {/pets: {}}\ncomponents: {schemas: {Pet: {}}}\n");
    check("9999-01-01", &path, "it has none of the paths of the version that drives: /chat/completions");
    // A correction that the document has by now is named.
    let fixed = document(|document| {
        let options = &mut document["components"]["schemas"]["ChatCompletionsOptions"]["properties"];
        options.as_object_mut().unwrap().remove("stream");
    });
    written(&fixed.to_string());
    check("9999-01-01", &path, "(`$.components.schemas.ChatCompletionsOptions.properties.stream`): matches nothing");
}

#[test]
fn stale_files_are_named_with_the_command_that_mends_them() {
    let (folder, workspace) = scratch();
    check_files(&workspace, false).unwrap();
    for path in ["spec/model-inference/openapi.json", "generated/model-inference/client.rs"] {
        let file = folder.path().join(path);
        let good = fs::read(&file).unwrap();
        fs::write(&file, "edited by hand").unwrap();
        let error = check_files(&workspace, false).unwrap_err().to_string();
        assert!(error.contains(&format!("{path} is stale: run `cargo xtask generate`")), "{error}");
        fs::write(&file, good).unwrap();
    }
    fs::write(folder.path().join("generated/model-inference/old.rs"), "").unwrap();
    let error = check_files(&workspace, false).unwrap_err().to_string();
    assert!(error.contains("run `rm generated/model-inference/old.rs`"), "{error}");
}

#[test]
fn a_new_document_gets_a_folder_and_versions_named_by_hash_replace_each_other() {
    let (folder, workspace) = scratch();
    let file = folder.path().join("other.yaml");
    let path = file.to_string_lossy().into_owned();
    let wanted = Wanted { document: Some("other"), from: Some(&path), drive: true, ..Default::default() };
    let text = |id: &str| {
        format!(
            "openapi: 3.1.0\ninfo: {{title: t, version: v}}\npaths: {{/a: {{get: {{operationId: {id}, responses: {{200: \
             {{description: '', content: {{application/json: {{schema: {{type: [string, 'null']}}}}}}}}}}}}}}}}\n"
        )
    };
    fs::write(&file, text("readA")).unwrap();
    refresh_document(&workspace, wanted).unwrap();
    let [spec] = Spec::chosen(&workspace, Some("other")).unwrap().try_into().unwrap();
    let [first] = spec.versions(&workspace).unwrap().try_into().unwrap();
    assert!(first.starts_with("sha256-"), "{first}");
    assert!(workspace.read("generated/other/client.rs").unwrap().contains("pub async fn read_a"));
    fs::write(&file, text("readB")).unwrap();
    refresh_document(&workspace, wanted).unwrap();
    let [second] = spec.versions(&workspace).unwrap().try_into().unwrap();
    assert_ne!(first, second);
    assert_eq!(spec.read_overlay(&workspace).unwrap().driving, second);
    let record = workspace.read(record::PATH).unwrap();
    assert!(
        record.contains(&format!("| other | {second} | file other.yaml |")) && !record.contains(&first),
        "{record}"
    );
    crate::check::check(&workspace, &[spec], false).unwrap();
}

#[test]
fn every_correction_that_no_longer_applies_is_in_one_report() {
    let (folder, workspace) = scratch();
    let file = folder.path().join("future.json");
    let fixed = document(|document| {
        let schemas = document["components"]["schemas"].as_object_mut().unwrap();
        schemas["ChatCompletionsOptions"]["properties"].as_object_mut().unwrap().remove("stream");
        schemas["ChatCompletionsOptions"]["properties"]["n"] = serde_json::json!({"type": "integer"});
        schemas["ChatCompletions"]["properties"]["service_tier"] = serde_json::json!({"type": "string"});
    });
    fs::write(&file, fixed.to_string()).unwrap();
    let error = refresh(&workspace, "9999-01-01", Some(&file.to_string_lossy()), true).unwrap_err();
    let error = format!("{error:#}");
    for part in [
        "3 corrections no longer apply",
        "ChatCompletionsOptions.properties.stream`): matches nothing",
        "brings /components/schemas/ChatCompletionsOptions/properties/n,",
        "brings /components/schemas/ChatCompletions/properties/service_tier,",
    ] {
        assert!(error.contains(part), "{error}");
    }
}
