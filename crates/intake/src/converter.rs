//! Old Word, WPS and OpenDocument files by way of LibreOffice: the one place of this room that starts a program.
//!
//! Each conversion has a folder and a profile of its own, so that two at once do not meet and no setting of the user
//! is touched. The folder goes away with the conversion. The profile forbids macros and everything that a document
//! would fetch from elsewhere: a report that is read tells nobody that it was.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use crate::limits;
use crate::problem::Problem;
use crate::sniff::Foreign;

/// LibreOffice on this machine.
#[derive(Clone, Debug)]
pub struct Converter {
    program: PathBuf,
    time_limit: Duration,
}

/// LibreOffice takes some seconds to start; a report never takes longer than this.
const TIME_LIMIT: Duration = Duration::from_secs(90);

/// Settings of the profile: no links out of a document, no macros, and a proxy that is not there.
const SETTINGS: &[(&str, &str, &str)] = &[
    (
        "org.openoffice.Office.Common/Security/Scripting",
        "BlockUntrustedRefererLinks",
        "true",
    ),
    (
        "org.openoffice.Office.Common/Security/Scripting",
        "DisableMacrosExecution",
        "true",
    ),
    (
        "org.openoffice.Office.Common/Security/Scripting",
        "MacroSecurityLevel",
        "3",
    ),
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "2"),
    (
        "org.openoffice.Inet/Settings",
        "ooInetHTTPProxyName",
        "127.0.0.1",
    ),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    (
        "org.openoffice.Inet/Settings",
        "ooInetHTTPSProxyName",
        "127.0.0.1",
    ),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
];

/// Lays out the profile before LibreOffice makes one of its own.
fn write_profile(profile: &Path) -> std::io::Result<()> {
    let items: String = SETTINGS
        .iter()
        .map(|(path, name, value)| {
            format!(
                "<item oor:path=\"/{path}\"><prop oor:name=\"{name}\" oor:op=\"fuse\"><value>{value}</value></prop></item>"
            )
        })
        .collect();
    let text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><oor:items \
         xmlns:oor=\"http://openoffice.org/2001/registry\">{items}</oor:items>"
    );
    std::fs::create_dir_all(profile.join("user"))?;
    std::fs::write(profile.join("user/registrymodifications.xcu"), text)
}

impl Converter {
    /// LibreOffice where it usually is, or nothing.
    pub fn find() -> Option<Converter> {
        let paths = std::env::var_os("PATH").unwrap_or_default();
        let usual = ["/usr/lib/libreoffice/program", "/opt/libreoffice/program"];
        std::env::split_paths(&paths)
            .chain(usual.into_iter().map(PathBuf::from))
            .flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)))
            .find(|program| program.is_file())
            .map(|program| Converter::new(program, TIME_LIMIT))
    }

    pub fn new(program: impl Into<PathBuf>, time_limit: Duration) -> Converter {
        Converter {
            program: program.into(),
            time_limit,
        }
    }

    /// The bytes as docx, or as xlsx when they are a sheet.
    pub fn convert(&self, bytes: &[u8], foreign: Foreign) -> Result<Vec<u8>, Problem> {
        self.convert_to(
            bytes,
            foreign.extension,
            if foreign.sheet { "xlsx" } else { "docx" },
        )
    }

    /// Any conversion that LibreOffice knows.
    pub fn convert_to(&self, bytes: &[u8], from: &str, to: &str) -> Result<Vec<u8>, Problem> {
        let failed = |error: std::io::Error| Problem::ConverterFailed {
            detail: error.to_string(),
        };
        let folder = tempfile::Builder::new()
            .prefix("yiju-convert-")
            .tempdir()
            .map_err(failed)?;
        let source = folder.path().join(format!("report.{from}"));
        std::fs::write(&source, bytes).map_err(failed)?;
        let out = folder.path().join("out");
        write_profile(&folder.path().join("profile")).map_err(failed)?;
        let child = self
            .command(folder.path(), &source, &out, to)
            .spawn()
            .map_err(failed)?;
        self.wait(child)?;
        let target = out.join(format!("report.{to}"));
        let size = std::fs::metadata(&target).map_err(|_| Problem::ConverterFailed {
            detail: format!("{from} → {to}"),
        })?;
        limits::check_size(size.len())?;
        std::fs::read(&target).map_err(failed)
    }

    fn command(&self, folder: &Path, source: &Path, out: &Path, to: &str) -> Command {
        let mut command = Command::new(&self.program);
        let profile = folder.join("profile");
        command
            .arg(format!(
                "-env:UserInstallation=file://{}",
                profile.display()
            ))
            .args(["--headless", "--norestore", "--nolockcheck"])
            .args(["--convert-to", to, "--outdir"])
            .arg(out)
            .arg(source)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        // LibreOffice starts helpers: a group of its own lets all of them be stopped together.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command
    }

    fn wait(&self, mut child: Child) -> Result<(), Problem> {
        let begun = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(_)) => return Ok(()),
                Ok(None) if begun.elapsed() < self.time_limit => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                _ => {
                    stop(&mut child);
                    return Err(Problem::ConverterSlow {
                        seconds: self.time_limit.as_secs(),
                    });
                }
            }
        }
    }
}

/// Ends the program with its helpers. Failures do not matter: the file is refused either way.
fn stop(child: &mut Child) {
    #[cfg(unix)]
    let _ = Command::new("kill")
        .args(["-KILL", "--", &format!("-{}", child.id())])
        .stderr(Stdio::null())
        .status();
    let _ = child.kill();
    let _ = child.wait();
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    const RTF: Foreign = Foreign {
        extension: "rtf",
        sheet: false,
        old_word: true,
    };

    fn script(folder: &Path, text: &str) -> PathBuf {
        let path = folder.join("program");
        std::fs::write(&path, text).unwrap();
        let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
        std::fs::set_permissions(&path, mode).unwrap();
        path
    }

    #[test]
    fn a_program_that_hangs_is_stopped_with_its_helpers() {
        let folder = tempfile::tempdir().unwrap();
        let mark = folder.path().join("mark");
        let text = format!("#!/bin/sh\n(sleep 3; touch '{}') &\nwait\n", mark.display());
        let converter = Converter::new(script(folder.path(), &text), Duration::from_secs(1));
        let begun = Instant::now();
        assert_eq!(
            converter.convert(b"{\\rtf1}", RTF),
            Err(Problem::ConverterSlow { seconds: 1 })
        );
        assert!(begun.elapsed() < Duration::from_secs(3));
        std::thread::sleep(Duration::from_millis(2500));
        assert!(!mark.exists(), "the helper lived on");
    }

    #[test]
    fn a_program_that_writes_nothing_is_said() {
        let folder = tempfile::tempdir().unwrap();
        let converter = Converter::new(
            script(folder.path(), "#!/bin/sh\nexit 0\n"),
            Duration::from_secs(5),
        );
        assert!(matches!(
            converter.convert(b"{\\rtf1}", RTF),
            Err(Problem::ConverterFailed { .. })
        ));
    }
}
