//! Input that breaks other tools: each a finding or a clear error at its place, and what is wrong elsewhere is still
//! shown. [`Run::of`] fails on any panic and on any exit code but 0, 1 and 2.

use std::ffi::OsStr;
use std::fs::{self, File};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::process::Command;

use crate::html;
use crate::support::{CLEAN, Room, Run, files_below, rutter};

/// A handbook with one known fault in `z.md`, which every run must still find.
fn room<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Room {
    let room = Room::new(files);
    room.write("z.md", format!("{CLEAN}\n[x](gone.md)\n"));
    room
}

/// Checks, and takes the known fault for granted.
#[track_caller]
fn check(room: &Room) -> Run {
    let run = room.check().expect(1);
    run.has("link/broken z.md:7:5", "gone.md");
    run
}

#[test]
fn yaml_and_bytes_that_cannot_be_read() {
    let room = room([
        ("a.md", "---\ntitle: [\n---\n"),
        ("b.md", "---\ntitle: x\n\nnever closes"),
        ("empty.md", ""),
        ("blank.md", "\n\n \n"),
    ]);
    room.write("latin.md", b"---\ntitle: T\n---\n\ncaf\xe9\n");
    room.write("nul.md", format!("{CLEAN}\na\0b\n"));
    room.write("utf16.md", b"\xff\xfe#\0 \0T\0");
    let run = check(&room);
    run.has("page/front-matter a.md:", "");
    run.has("page/front-matter b.md:1:1", "never closes");
    run.has("page/unreadable latin.md:1:1", "line 5");
    run.has("page/unreadable utf16.md:1:1", "UTF-8");
    run.has("owner/missing empty.md:1:1", "");
    run.has("owner/missing blank.md:1:1", "");
}

#[test]
fn a_file_of_50_mb_is_not_read() {
    let room = room([]);
    // A file with a hole: 50 MB to whoever reads it, nothing on the disk.
    File::create(room.book().join("huge.md")).and_then(|f| f.set_len(50 << 20)).expect("a large file");
    File::create(room.book().join("huge.yaml")).and_then(|f| f.set_len(50 << 20)).expect("a large file");
    let run = check(&room);
    run.has("page/unreadable huge.md:1:1", "50 MiB");
    run.has("page/unreadable huge.yaml:1:1", "50 MiB");
}

#[test]
fn years_of_pages_are_read() {
    let room = room([]);
    let header = "id,service,created_at\n";
    room.write("oncall/pages/2026.csv", header.to_owned() + &"\n".repeat(9 << 20) + "1,db,soon\n");
    room.write("oncall/pages/2025.csv", header.to_owned() + &"\n".repeat(65 << 20));
    let run = check(&room);
    run.has(&format!("oncall/bad-time oncall/pages/2026.csv:{}:6", (9 << 20) + 2), "`soon` is not a time");
    run.has("page/unreadable oncall/pages/2025.csv:1:1", "65 MiB");
    // A table of something else is nobody's business.
    fs::write(room.book().join("oncall/costs.csv"), b"a,\xff\n").expect("a table");
    assert_eq!(check(&room).findings(), run.findings());
}

#[test]
fn a_file_just_below_the_limit_is_read() {
    let room = room([]);
    let text = format!("{CLEAN}\n{}", "word *word* `word` [x](#y)\n".repeat(70_000));
    room.write("large.md", text);
    let run = check(&room);
    assert!(run.findings().len() > 1000);
}

#[test]
fn nesting_a_thousand_deep() {
    let nested = |open: &str| {
        format!("{CLEAN}\n{}x\n", (0..1000).map(|i| format!("{}{open}x\n", "  ".repeat(i))).collect::<String>())
    };
    let room = room([
        ("lists.md", nested("- ").as_str()),
        ("quotes.md", &format!("{CLEAN}\n{}x\n", "> ".repeat(5000))),
        ("links.md", &format!("{CLEAN}\n{}x{}\n", "[".repeat(20_000), "](y)".repeat(20_000))),
        ("stars.md", &format!("{CLEAN}\n{}x{}\n", "*".repeat(20_000), "*".repeat(20_000))),
        ("html.md", &format!("{CLEAN}\n{}x\n", "<div>".repeat(20_000))),
        ("math.md", &format!("{CLEAN}\n${}${}\n", "{".repeat(3000), "}".repeat(3000))),
        ("yaml.md", &format!("---\nextra: {}{}\n---\n", "[".repeat(20_000), "]".repeat(20_000))),
    ]);
    check(&room).has("page/front-matter yaml.md:", "");
    room.build(&["--force"]).expect(1);
    assert!(room.page("lists/index.html").contains("<ul"));
}

#[test]
fn alias_bombs_stop() {
    let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        bomb.push_str(&format!("a{i}: &a{i} [{}]\n", vec![format!("*a{}", i - 1); 10].join(", ")));
    }
    let room = room([
        ("bomb.md", format!("---\n{bomb}---\n").as_str()),
        ("services.yaml", &bomb),
        ("oncall/bomb.yaml", &bomb),
    ]);
    let run = check(&room);
    run.has("page/front-matter bomb.md:", "");
    run.has("config/bad-value services.yaml:", "");
    run.has("page/front-matter oncall/bomb.yaml:", "");
}

#[test]
fn links_of_the_file_system() {
    let room = room([("sub/page.md", CLEAN)]);
    fs::write(room.path().join("outside.md"), "secret").expect("a file");
    fs::create_dir(room.path().join("outside")).expect("a folder");
    fs::write(room.path().join("outside/inner.md"), "secret").expect("a file");
    for (to, from) in [
        ("../outside.md", "out.md"),
        ("../outside", "out"),
        ("..", "sub/circle"),
        ("nothing", "dangling.md"),
        ("self.md", "self.md"),
        ("z.md", "inside.md"),
    ] {
        symlink(to, room.book().join(from)).expect("a link");
    }
    fs::write(room.book().join(OsStr::from_bytes(b"\xff.md")), CLEAN).expect("a file");
    // Reading a pipe would wait for ever.
    assert!(Command::new("mkfifo").arg(room.book().join("pipe.md")).status().is_ok_and(|s| s.success()));
    let run = check(&room);
    run.has("page/unreadable out.md:1:1", "leads out of the handbook");
    run.has("page/unreadable out:1:1", "leads out of the handbook");
    run.has("page/unreadable sub/circle:1:1", "leads back");
    run.has("page/unreadable dangling.md:1:1", "link to nothing");
    run.has("page/unreadable self.md:1:1", "");
    run.has("page/unreadable \u{fffd}.md:1:1", "not UTF-8");
    // A link that stays inside is a file like any other.
    run.has("link/broken inside.md:7:5", "");
    room.build(&["--force"]).expect(1);
    let leaks: Vec<_> = files_below(&room.site())
        .into_iter()
        .filter(|p| fs::read_to_string(room.site().join(p)).is_ok_and(|t| t.contains("secret")))
        .collect();
    assert!(leaks.is_empty(), "{leaks:?}");
}

/// Who may read everything finds nothing unreadable, so this needs another user.
#[test]
fn a_file_without_permission() {
    let room = room([("locked.md", CLEAN), ("shut/page.md", CLEAN)]);
    let book = room.book();
    let set =
        |path: &str, mode: u32| fs::set_permissions(book.join(path), fs::Permissions::from_mode(mode)).expect("a mode");
    for path in [room.path().to_owned(), book.clone()] {
        fs::set_permissions(path, fs::Permissions::from_mode(0o755)).expect("a mode");
    }
    set("locked.md", 0o000);
    set("shut", 0o000);
    let am_root = File::open(book.join("locked.md")).is_ok();
    let run = if am_root {
        // The binary may lie where another user cannot go.
        let copy = room.path().join("rutter");
        fs::copy(env!("CARGO_BIN_EXE_rutter"), &copy).expect("a copy");
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
            .arg(&copy)
            .args(["check", "--format", "json"])
            .current_dir(&book);
        command.env("GIT_CEILING_DIRECTORIES", std::env::temp_dir());
        if !Command::new("setpriv")
            .args(["--reuid=65534", "--regid=65534", "--clear-groups", "true"])
            .status()
            .is_ok_and(|s| s.success())
        {
            eprintln!("SKIPPED: this runs as root, which may read every file, and setpriv cannot become anyone else");
            return;
        }
        Run::of(&mut command).expect(1)
    } else {
        room.check().expect(1)
    };
    set("shut", 0o755);
    run.has("link/broken z.md:7:5", "");
    run.has("page/unreadable locked.md:1:1", "ermission denied");
    run.has("page/unreadable shut:1:1", "ermission denied");
}

#[test]
fn names_with_spaces_emoji_and_newlines() {
    let broken = format!("{CLEAN}\n[y](lost.md)\n");
    let names = [
        "a b.md",
        "🚒.md",
        "line\nbreak.md",
        "quote\"s.md",
        "pipe|tick`.md",
        "per%20cent.md",
        "<script>.md",
        "-o.md",
        "x&y.md",
        "dollar$.md",
        "tab\t.md",
        "café.md",
    ];
    let room = room(names.iter().map(|n| (*n, broken.as_str())));
    let run = check(&room);
    for name in names {
        run.has(&format!("link/broken {name}:7:5"), "lost.md");
    }
    for format in ["human", "github", "markdown"] {
        let run = room.rutter(&["check", "--format", format]).expect(1);
        // Not one output form lets a file's name break a line of its own or end a command.
        assert!(!run.out.lines().any(|l| l.starts_with("break.md")), "{format}\n{}", run.out);
    }
    let run = room.build(&["--force"]).expect(1);
    assert!(run.err.is_empty(), "{}", run.err);
    let pages = files_below(&room.site()).iter().filter(|p| p.ends_with("index.html")).count();
    assert!(pages > names.len(), "{pages} pages");
    for path in files_below(&room.site()) {
        assert!(path.to_string_lossy().chars().all(|c| !c.is_control() && !"<>\"|?*".contains(c)), "{path:?}");
    }
}

#[test]
fn windows_line_endings_and_byte_order_marks() {
    let text = format!("\u{feff}{CLEAN}\n## Heading\n\n[y](lost.md)\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
        .replace('\n', "\r\n");
    let room = room([("crlf.md", text.as_str())]);
    let run = check(&room);
    run.has("link/broken crlf.md:9:5", "lost.md");
    assert_eq!(run.findings().len(), 2);
    let human = room.rutter(&["check"]).expect(1);
    assert!(human.out.contains("crlf.md:9:5") && !human.out.contains('\r'), "{:?}", human.out);
    room.build(&["--force"]).expect(1);
    assert!(room.page("crlf/index.html").contains("<td>1</td>"));
}

#[test]
fn our_own_output_is_no_input() {
    let room = Room::new([("index.md", CLEAN)]);
    room.rutter(&["build", "-q", "-o", "public"]).expect(0);
    let documents = |room: &Room| room.check().expect(0).json()["documents"].as_u64();
    assert_eq!(documents(&room), Some(1), "the twins of a site inside the handbook were read");
    room.rutter(&["build", "-q", "-o", "public"]).expect(0);
    assert_eq!(documents(&room), Some(1));
    // What a killed run leaves beside it is not read either.
    let leftovers: Vec<_> =
        fs::read_dir(room.book()).expect("a folder").map(|e| e.expect("an entry").file_name()).collect();
    assert!(leftovers.len() <= 6, "{leftovers:?}");
}

#[test]
fn an_empty_handbook_has_not_passed() {
    let room = Room::bare();
    room.write("handbook.yaml", "title: T\n");
    room.check().expect(1).has("page/nothing-read handbook.yaml:1:1", "");
    room.build(&[]).expect(1);
    assert!(!room.site().exists());
    room.write("handbook.yaml", "");
    room.check().expect(1).has("config/missing handbook.yaml:", "title");
    fs::remove_file(room.book().join("handbook.yaml")).expect("it is there");
    let run = room.rutter(&["check", "."]).expect(2);
    assert!(run.err.contains("handbook.yaml") && run.err.contains("rutter init"), "{}", run.err);
    // A folder of that name is no configuration.
    fs::create_dir(room.book().join("handbook.yaml")).expect("a folder");
    room.rutter(&["check", "."]);
}

/// Without its configuration a handbook is read with the defaults, and what is wrong in it is still found.
#[test]
fn a_configuration_that_cannot_be_read() {
    let room = room([]);
    for bytes in
        [&b"title: caf\xe9\n"[..], b"\xff\xfe\x00", b"[", b"- a\n- b\n", b"just text", b"title: {a: 1}\n", b"\0"]
    {
        room.write("handbook.yaml", bytes);
        let run = room.rutter(&["check", "--format", "json", "--today", "2026-11-22"]).expect(1);
        let all = run.findings();
        assert!(all.iter().any(|f| f.contains(" handbook.yaml:")), "{bytes:?}: {all:?}");
        assert!(all.iter().any(|f| f.starts_with("link/broken z.md:7:5")), "{bytes:?}: {all:?}");
    }
    File::create(room.book().join("handbook.yaml")).and_then(|f| f.set_len(50 << 20)).expect("a large file");
    let run = room.rutter(&["check", "--format", "json", "--today", "2026-11-22"]).expect(1);
    run.has("page/unreadable handbook.yaml:1:1", "50 MiB");
    run.has("link/broken z.md:7:5", "");
}

#[test]
fn two_pages_with_one_route() {
    let room = room([("a b.md", CLEAN), ("a-b.md", CLEAN), ("x.md", CLEAN), ("x/index.md", CLEAN)]);
    let run = check(&room);
    run.has("page/duplicate-route a-b.md:1:1", "a b.md");
    run.has("page/duplicate-route x/index.md:1:1", "x.md");
    // Forced, it still is one page and no crash.
    room.build(&["--force"]).expect(1);
}

const VECTORS: [&str; 44] = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil></sCrIpT>",
    "<script\n>alert(1)</script\n>",
    "<svg onload=alert(1)>",
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
    "<img src=x onerror=alert(1)>",
    "<img src=\"x\"onerror=\"alert(1)\">",
    "<img/src=x/onerror=alert(1)>",
    "<body onload=alert(1)>",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<a href=' &#106;avascript:alert(1)'>x</a>",
    "<a href=\"java\tscript:alert(1)\">x</a>",
    "<a href=\"data:text/html,<script>alert(1)</script>\">x</a>",
    "<a href=vbscript:x>x</a>",
    "<form action=javascript:alert(1)><button formaction=javascript:alert(1)>x</button></form>",
    "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>",
    "<base href=//evil>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>",
    "<link rel=stylesheet href=//evil>",
    "<style>*{background:url(javascript:alert(1))}</style>",
    "<p style=\"background:url(javascript:alert(1))\">x</p>",
    "<details open ontoggle=alert(1)>x</details>",
    "<video><source onerror=alert(1)></video>",
    "<input autofocus onfocus=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "<title></title><script>alert(1)</script>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<div><div onclick=alert(1)",
    "[x](javascript:alert(1))",
    "[x](<java&#10;script:alert(1)>)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "[[javascript:alert(1)]]",
    "```<script>alert(1)</script>\nx\n```",
    "```rust title=\"<script>alert(1)</script>\"\nx\n```",
    "## <img src=x onerror=alert(1)> {#\"onclick=alert(1)}",
    "$<script>alert(1)</script>$",
    "```mermaid\nflowchart LR\n a[\"<img src=x onerror=alert(1)>\"] --> b\n click a \"javascript:alert(1)\"\n```",
    "Term <script>alert(1)</script>\n: <img src=x onerror=alert(1)>",
];

#[test]
fn no_injection_reaches_a_page() {
    let room = Room::new([]);
    let hostile = "\\\"><script>alert(1)</script><img src=x onerror=alert(1)>";
    room.write("handbook.yaml", format!("title: \"{hostile}\"\ndescription: \"{hostile}\"\ntoday: 2026-11-22\n"));
    room.write("people.yaml", format!("- {{id: ana, name: \"{hostile}\", email: \"{hostile}\", timezone: UTC, handles: {{\"{hostile}\": \"{hostile}\"}}}}\n"));
    room.write("teams.yaml", format!("- {{id: dre, name: \"{hostile}\", members: [ana], slack: \"{hostile}\", escalation: \"javascript:alert(1)\"}}\n"));
    room.write("services.yaml", format!("- {{id: db, name: \"{hostile}\", owner: dre, repository: \"javascript:alert(1)\", dashboards: [{{title: \"{hostile}\", url: \"javascript:alert(1)\"}}], kind: \"{hostile}\"}}\n"));
    for (i, vector) in VECTORS.iter().enumerate() {
        let front = format!(
            "---\ntitle: \"{hostile}\"\ndescription: \"{hostile}\"\nowner: dre\ntags: [\"{hostile}\"]\nlast_reviewed: 2026-11-01\nreviewed_by: \"{hostile}\"\nservices: [db]\naliases: [\"/{hostile}{i}/\"]\n---\n"
        );
        room.write(&format!("v{i:02}.md"), format!("{front}\nBefore {i}.\n\n{vector}\n\nIn a line {vector} and\n\n| cell |\n|---|\n| {} |\n\n> {vector}\n\nAfter {i}.\n", vector.replace('\n', " ")));
    }
    room.write("<img src=x onerror=alert(1)>/x.md", CLEAN);
    room.build(&["--force"]).expect(1);
    let mut wrong = Vec::new();
    for path in files_below(&room.site()).iter().filter(|p| p.extension().is_some_and(|e| e == "html" || e == "svg")) {
        let path = path.to_string_lossy();
        let elements = html::elements(&room.page(&path));
        wrong.extend(
            html::forbidden(&elements)
                .into_iter()
                .filter(|_| !path.starts_with("assets/"))
                .map(|f| format!("{path}: {f}")),
        );
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
    // Nothing swallowed the rest of a page.
    for i in 0..VECTORS.len() {
        let page = room.page(&format!("v{i:02}/index.html"));
        assert!(page.contains("</footer>"), "{i}");
    }
    roxmltree::Document::parse(&room.page("feed.xml")).expect("feed.xml is XML");
}

/// The addresses of handbook.yaml are held to what those of a page are.
#[test]
fn an_address_of_the_configuration_is_no_script() {
    let room = Room::new([("index.md", CLEAN)]);
    for key in ["base_url", "edit_url"] {
        room.write("handbook.yaml", format!("title: T\ntoday: 2026-11-22\n{key}: \"javascript:alert(1)//{{path}}\"\n"));
        room.check().expect(1).has("config/bad-value handbook.yaml:3:11", "");
    }
}

#[test]
fn paths_on_the_command_line_that_lead_nowhere() {
    let room = Room::new([("index.md", CLEAN)]);
    for args in [
        &["check", "nowhere"][..],
        &["check", "index.md"],
        &["build", "nowhere"],
        &["review", "nowhere.md", "--by", "ana"],
        &["owners", "nowhere"],
        &["export", "json", "nowhere"],
        &["check", "--output", "."],
        &["new", "page", "x", "--dir", "nowhere"],
    ] {
        let run = room.rutter(args).expect(2);
        assert!(run.err.starts_with("error: "), "{args:?}: {}", run.err);
        assert!(run.out.is_empty(), "{args:?}: {}", run.out);
    }
    // A reader that went away is no error.
    let status = Command::new("sh")
        .arg("-c")
        .arg(format!("{} rules | head -n 1", env!("CARGO_BIN_EXE_rutter")))
        .output()
        .expect("a shell");
    assert!(status.stderr.is_empty(), "{}", String::from_utf8_lossy(&status.stderr));
    let mut command = rutter();
    command.arg("check").current_dir("/");
    assert!(Run::of(&mut command).expect(2).err.contains("rutter init"));
}
