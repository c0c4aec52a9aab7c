//! Chinese fonts of the machine: the one place of this room that reads files, when the program asks it to.
//!
//! Official documents want 仿宋, 黑体, 楷体 and 小标宋. Each role takes the first file of its list that the machine
//! has; a role without a file borrows the body font, and without any file there is no PDF.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a font is used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    #[doc(alias = "仿宋")]
    Body,
    #[doc(alias = "黑体")]
    Heading,
    #[doc(alias = "楷体")]
    Subheading,
    #[doc(alias = "小标宋")]
    Title,
}

/// One font file, held once however many renderers use it.
#[derive(Clone, Debug)]
pub struct FontFile {
    pub role: Role,
    pub path: PathBuf,
    pub bytes: Arc<Vec<u8>>,
}

/// The fonts given to the renderers. Empty when the machine has no Chinese font.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    pub files: Vec<FontFile>,
}

impl Fonts {
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }
}

/// Names of files without their ending, in lower case, best first. Office machines carry the first of each list,
/// Debian's `fonts-noto-cjk` the ones after it.
const WANTED: [(Role, &[&str]); 4] = [
    (
        Role::Body,
        &[
            "simfang",
            "仿宋_gb2312",
            "fangsong_gb2312",
            "fangsong",
            "stfangso",
            "fandolfang-regular",
            "notoserifcjk-regular",
            "notoserifcjksc-regular",
            "notoserifsc-regular",
            "sourcehanserifsc-regular",
            "sourcehanserifcn-regular",
            "simsun",
            "uming",
            "notosanscjk-regular",
            "notosanscjksc-regular",
            "wqy-zenhei",
            "wqy-microhei",
            "droidsansfallbackfull",
            "msyh",
        ],
    ),
    (
        Role::Heading,
        &[
            "simhei",
            "stxihei",
            "fandolhei-regular",
            "notosanscjk-medium",
            "notosanscjk-regular",
            "notosanscjksc-regular",
            "notosanssc-regular",
            "sourcehansanssc-regular",
            "sourcehansanscn-regular",
            "msyh",
            "wqy-zenhei",
            "wqy-microhei",
        ],
    ),
    (
        Role::Subheading,
        &[
            "simkai",
            "楷体_gb2312",
            "stkaiti",
            "fandolkai-regular",
            "ukai",
        ],
    ),
    (
        Role::Title,
        &[
            "方正小标宋简体",
            "方正小标宋_gbk",
            "fzxbsjw",
            "fzxbsk",
            "stzhongs",
            "notoserifcjk-bold",
            "notoserifcjksc-bold",
            "notoserifsc-bold",
            "sourcehanserifsc-bold",
            "sourcehanserifcn-bold",
            "simsun",
        ],
    ),
];

/// Folders deeper than this hold no fonts of a system.
const DEPTH_MAX: usize = 5;

/// Reads the best font of each role from the usual folders of Linux, Windows and macOS, and from `extra` before them.
pub fn find_system(extra: &[PathBuf]) -> Fonts {
    let usual = [
        "/usr/share/fonts",
        "/usr/local/share/fonts",
        "C:\\Windows\\Fonts",
        "/mnt/c/Windows/Fonts",
        "/System/Library/Fonts",
        "/Library/Fonts",
    ];
    let folders = extra
        .iter()
        .cloned()
        .chain(usual.into_iter().map(PathBuf::from));
    find_in(folders)
}

/// The same over the named folders only; the first folder that has a file wins.
pub fn find_in(folders: impl IntoIterator<Item = PathBuf>) -> Fonts {
    let mut paths = BTreeMap::new();
    for folder in folders {
        collect(&folder, 0, &mut paths);
    }
    let mut files: Vec<FontFile> = Vec::new();
    for (role, names) in WANTED {
        if let Some(file) = names
            .iter()
            .filter_map(|name| paths.get(*name))
            .find_map(|path| read(role, path, &files))
        {
            files.push(file);
        }
    }
    if !files.iter().any(|file| file.role == Role::Body) {
        files.clear();
    }
    Fonts { files }
}

fn read(role: Role, path: &Path, before: &[FontFile]) -> Option<FontFile> {
    let bytes = match before.iter().find(|file| file.path == path) {
        Some(file) => Arc::clone(&file.bytes),
        None => Arc::new(std::fs::read(path).ok()?),
    };
    Some(FontFile {
        role,
        path: path.to_owned(),
        bytes,
    })
}

/// Names of font files to paths. A folder that cannot be read has no fonts for us.
fn collect(folder: &Path, depth: usize, paths: &mut BTreeMap<String, PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    // Sorted, so that two machines with the same files choose the same ones.
    let mut entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            if depth < DEPTH_MAX {
                collect(&path, depth + 1, paths);
            }
            continue;
        }
        let lower = |part: Option<&std::ffi::OsStr>| {
            part.map(|part| part.to_string_lossy().to_lowercase())
                .unwrap_or_default()
        };
        if matches!(lower(path.extension()).as_str(), "ttf" | "ttc" | "otf") {
            paths.entry(lower(path.file_stem())).or_insert(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_folder_has_no_fonts() {
        let folder = tempfile::tempdir().unwrap();
        assert!(find_in([folder.path().to_owned()]).is_empty());
    }

    #[test]
    fn the_better_file_wins_and_is_read_once() {
        let folder = tempfile::tempdir().unwrap();
        let deep = folder.path().join("truetype/office");
        std::fs::create_dir_all(&deep).unwrap();
        for name in [
            "NotoSerifCJK-Regular.ttc",
            "SIMFANG.TTF",
            "simsun.ttc",
            "arial.ttf",
        ] {
            std::fs::write(deep.join(name), name).unwrap();
        }
        let fonts = find_in([folder.path().to_owned()]);
        let named: Vec<(Role, String)> = fonts
            .files
            .iter()
            .map(|file| (file.role, String::from_utf8_lossy(&file.bytes).into_owned()))
            .collect();
        assert_eq!(
            named,
            [
                (Role::Body, "SIMFANG.TTF".to_owned()),
                (Role::Title, "simsun.ttc".to_owned())
            ]
        );
    }

    #[test]
    fn a_title_font_alone_is_not_enough() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("stzhongs.ttf"), "x").unwrap();
        assert!(find_in([folder.path().to_owned()]).is_empty());
    }
}
