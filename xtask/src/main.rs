//! Generates the raw clients from the published OpenAPI documents.
//!
//! For each document: `upstream` → overlay → fixups → `openapi.json` → generator → `generated`. See ARCHITECTURE.md.

mod bench;
mod check;
mod diff;
mod docs;
mod document;
mod drill;
mod fixups;
// What generates; build.rs includes it too.
#[path = "../../build/generator/mod.rs"]
mod generator;
mod keep;
mod lower;
mod overlay;
mod parse;
mod record;
mod refresh;
#[cfg(test)]
mod scratch;
mod source;
mod spec;
mod upstream;
mod workspace;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::spec::Spec;
use crate::workspace::Workspace;

/// Keeps the stored documents, the input of the generator and `generated/` in sync
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
    /// Root of the checkout. The default is the checkout that xtask was built from
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// Name of the OpenAPI document, a folder of `spec`. The default is all documents
    ///
    /// For `refresh` with a version or a source, the default is `model-inference`. `refresh` creates the folder of a new
    /// document.
    #[arg(long, global = true, value_name = "NAME")]
    document: Option<String>,
}

#[derive(Subcommand)]
enum Command {
    /// Store one version of a document, then generate
    ///
    /// Reads OpenAPI 3.0, 3.1 or 3.2 as YAML or JSON, stores its interface without descriptions, records the source
    /// in `spec/README.md`, generates, and checks that the generated code compiles. A document that can't be used changes no
    /// file.
    Refresh {
        /// Version to store, such as 2025-05-15-preview. A document without dated versions is named by the commit in its URL, or
        /// by its hash
        #[arg(long, value_name = "V")]
        api_version: Option<String>,
        /// File or URL of the document. The default is the URL where it is published
        #[arg(long, value_name = "FILE|URL")]
        from: Option<String>,
        /// Make this version the driving version, from which the crate is generated
        #[arg(long)]
        drive: bool,
        /// Reduce a new document to this operation, by its id or by method and path. Can be repeated
        #[arg(long, value_name = "OPERATION")]
        keep: Vec<String>,
        /// Write the files even if the differences break code of the crate
        #[arg(long)]
        accept_breaking: bool,
    },
    /// Apply the overlay and the fixups to the driving version, and generate the client
    Generate,
    /// Check that each `openapi.json` and `generated/` are current, and list the names without documentation
    Check {
        /// Fail on names without documentation too
        #[arg(long)]
        release: bool,
        /// Compile the raw client of every stored version too
        #[arg(long)]
        all_versions: bool,
    },
    /// Run refreshes from synthetic future documents in a copy of the checkout
    ///
    /// Additive changes must build and pass the tests without an edit. `diff` must report breaking changes, and they may
    /// fail to compile only where they are used. A correction that no longer applies must fail by name.
    Drill {
        /// Run only the documents whose names contain this text
        #[arg(long, value_name = "PART")]
        only: Option<String>,
        /// Instead, check the raw client of each document with a single change separately
        #[arg(long)]
        each: bool,
    },
    /// Run the benchmarks and write their tables into `benches/README.md`
    ///
    /// Takes some minutes and needs an idle machine. Linux only.
    Bench {
        /// Benchmarks to run: request, stream, concurrent, embeddings, cold
        #[arg(value_name = "NAME")]
        names: Vec<String>,
    },
    /// Show the differences between two versions of a document, or two documents, and what they break
    ///
    /// Exits with 0 if nothing breaks, 1 if code that sends requests or reads responses breaks, 2 if the documents can't be
    /// compared.
    Diff {
        /// A stored version such as 2025-05-01, or a file or URL of OpenAPI in YAML or JSON
        #[arg(value_name = "OLD")]
        old: String,
        /// The newer document, in the same forms
        #[arg(value_name = "NEW")]
        new: String,
        /// Print the differences as JSON
        #[arg(long)]
        json: bool,
    },
}

/// Exit statuses of `diff`, as of the Unix command: a change breaks code; the documents can't be compared.
const BREAKS: u8 = 1;
const NO_COMPARISON: u8 = 2;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let failure =
        if matches!(arguments.command, Command::Diff { .. }) { NO_COMPARISON.into() } else { ExitCode::FAILURE };
    run(arguments).unwrap_or_else(|error| {
        eprintln!("error: {error:#}");
        failure
    })
}

fn run(arguments: Arguments) -> Result<ExitCode> {
    let workspace = Workspace::open(arguments.root)?;
    let document = arguments.document.as_deref();
    let specs = || Spec::chosen(&workspace, document);
    match arguments.command {
        Command::Diff { old, new, json } => {
            let report = diff::run(&workspace, &specs()?, &old, &new)?;
            if json {
                println!("{:#}", report.to_json())
            } else {
                print!("{report}")
            }
            return Ok(if report.breaks() { BREAKS.into() } else { ExitCode::SUCCESS });
        }
        Command::Refresh { api_version, from, drive, keep, accept_breaking } => {
            let (version, from) = (api_version.as_deref(), from.as_deref());
            let wanted = refresh::Wanted { document, version, from, drive, keep: &keep, accept_breaking };
            refresh::refresh(&workspace, wanted)?;
        }
        Command::Generate => {
            let documents =
                specs()?.iter().map(|spec| document::driving(&workspace, spec)).collect::<Result<Vec<_>>>()?;
            let mut outputs = Vec::new();
            for document in documents {
                document.report_left_out();
                outputs.extend(document.outputs()?);
            }
            workspace.write(&outputs)?;
        }
        Command::Bench { names } => bench::run(&workspace, &names)?,
        Command::Check { release, all_versions } => {
            check::layers::check(&workspace)?;
            check::check(&workspace, &specs()?, release)?;
            if all_versions {
                check::versions::check(&workspace, &specs()?)?;
            }
        }
        Command::Drill { only, each: true } => drill::each(&workspace, only.as_deref().unwrap_or_default())?,
        Command::Drill { only, each: false } => drill::drill(&workspace, only.as_deref().unwrap_or_default())?,
    }
    Ok(ExitCode::SUCCESS)
}
