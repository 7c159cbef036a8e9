//! What is no file, and what lies elsewhere.

use std::os::unix::fs::PermissionsExt;

use crate::{Project, QUESTIONS};

#[test]
fn pipes_and_devices_are_no_documents() {
    let project = Project::new(&[("quiz.md", QUESTIONS)]);
    project.pipe("pipe.md");
    project.link("zero.md", "/dev/zero");
    project
        .refuses(&["build", "pipe.md"], "pipe.md: a pipe or a device, not a file; `-` reads standard input");
    project.refuses(&["build", "/dev/zero"], "/dev/zero: a pipe or a device, not a file");
    project.refuses(&["build", "zero.md"], "zero.md is a link that leads out of the project");
    project.refuses(&["verify", "pipe.md"], "pipe.md: a pipe or a device");
    project.refuses(&["diff", "pipe.md", "quiz.md"], "pipe.md: a pipe or a device");
    // In a folder they are none of its documents.
    assert!(project.builds(&["build", "."]).out.starts_with("project: 1 card"));
}

#[test]
fn pipes_in_place_of_settings_do_not_hang() {
    for name in [".gitignore", "part/.gitignore", ".ignore", ".git/info/exclude"] {
        let project =
            Project::new(&[("quiz.md", QUESTIONS), ("part/more.md", QUESTIONS), (".git/info/x", "")]);
        project.pipe(name);
        project.refuses(&["build", "."], "no file with rules of what to ignore");
    }
    for name in ["recto.lock", "card.css"] {
        let project = Project::new(&[("quiz.md", QUESTIONS)]);
        project.pipe(name);
        let ended = project.run(&["build", "."]);
        assert!(ended.code == Some(0) || ended.err.contains("a pipe or a device"), "{ended:?}");
    }
    let project = Project::new(&[("quiz.md", QUESTIONS)]);
    std::fs::remove_dir(project.path(".git")).expect("a folder");
    project.pipe(".git");
    project.builds(&["build", "quiz.md"]);
}

#[test]
fn links_that_lead_out_are_refused() {
    let project = Project::new(&[("quiz.md", QUESTIONS)]);
    for name in ["link.md", "recto.toml", "recto.lock", "card.css"] {
        project.link(name, project.outside("secret"));
        let given = if name == "link.md" { name } else { "quiz.md" };
        project.refuses(&["build", given], "is a link that leads out of the project");
        std::fs::remove_file(project.path(name)).expect("a link");
    }
    project.link("folder", project.outside(""));
    project.refuses(&["build", "folder/secret"], "folder is a link that leads out of the project");
    std::fs::create_dir(project.path("inside")).expect("a folder");
    project.link("inside/quiz.md", "../quiz.md");
    project.builds(&["build", "inside/quiz.md", "-o", "out"]);
}

#[test]
fn settings_name_nothing_elsewhere() {
    let project = Project::new(&[("quiz.md", QUESTIONS)]);
    std::fs::create_dir_all(project.path("a/b")).expect("folders");
    project.link("a/b/root", "../..");
    std::fs::write(project.outside("secret.md"), "## What?\n\nhunter2\n").expect("a file");
    let elsewhere = project.outside("").display().to_string();
    for folder in ["../outside", &elsewhere, "a/b/root/../outside"] {
        for (setting, asked) in [
            (format!("[card]\ncss = \"{folder}/secret\"\n"), "quiz.md"),
            (format!("[build]\noutput = \"{folder}\"\n"), "quiz.md"),
            (format!("[build]\noutput = \"{folder}/new/folder\"\n"), "quiz.md"),
            (format!("sources = [\"{folder}/secret.md\"]\n"), ""),
            (format!("sources = [\"{folder}\"]\n"), ""),
            (format!("sources = [\"{folder}/*.md\"]\n"), ""),
        ] {
            std::fs::write(project.path("recto.toml"), &setting).expect("a file");
            let arguments: Vec<&str> = ["build", asked].into_iter().filter(|word| !word.is_empty()).collect();
            let ended = project.run(&arguments);
            assert_eq!(ended.code, Some(2), "{setting}: {ended:?}");
            assert!(!ended.err.contains("hunter2"), "{}", ended.err);
            assert_eq!(project.outside("").read_dir().expect("a folder").count(), 2, "{setting}");
        }
    }
}

#[test]
fn pictures_elsewhere_are_refused() {
    let project = Project::new(&[("quiz.md", "## What?\n\n![a](../outside/secret.png) ![b](b.png)\n")]);
    std::fs::write(project.outside("secret.png"), "hunter2").expect("a file");
    project.link("b.png", project.outside("secret.png"));
    let ended = project.run(&["build", "quiz.md"]);
    assert_eq!(ended.code, Some(1));
    assert_eq!(ended.err.matches("lies outside of the project").count(), 2, "{}", ended.err);
}

#[test]
fn nothing_is_written_elsewhere() {
    let project = Project::new(&[("quiz.md", QUESTIONS)]);
    project.link("dist", project.outside(""));
    project.refuses(&["build", "quiz.md"], "dist is a link that leads out of the project");
    std::fs::remove_file(project.path("dist")).expect("a link");
    std::fs::write(project.path("recto.toml"), "name = \"../../outside/x\"\n").expect("a file");
    // Files that are links are replaced, and what they lead to stays.
    std::fs::create_dir(project.path("dist")).expect("a folder");
    project.link("dist/outside-x.apkg", project.outside("secret"));
    project.builds(&["build", "quiz.md", "--sums"]);
    let mut files: Vec<_> =
        project.path("dist").read_dir().expect("a folder").flatten().map(|entry| entry.file_name()).collect();
    files.sort();
    assert_eq!(files, ["SHA256SUMS", "outside-x.apkg", "outside-x.csv"]);
    assert_eq!(std::fs::read_to_string(project.outside("secret")).expect("a file"), "password = hunter2\n");
    assert_eq!(project.outside("").read_dir().expect("a folder").count(), 1);
}

#[test]
fn links_in_circles_end() {
    let project = Project::new(&[("quiz.md", QUESTIONS), ("a/b/more.md", QUESTIONS)]);
    project.link("a/b/loop", "..");
    project.link("self.md", "self.md");
    let ended = project.builds(&["build", "."]);
    assert!(ended.out.starts_with("project: 2 cards"), "{}", ended.out);
    project.refuses(&["build", "self.md"], "self.md: no such file or folder");
    let project = Project::new(&[("quiz.md", "## What?\n\n![](a.png)\n")]);
    project.link("a.png", "b.png");
    project.link("b.png", "a.png");
    assert_eq!(project.run(&["build", "quiz.md"]).code, Some(1));
}

#[test]
fn what_may_not_be_read_is_named() {
    let project = Project::new(&[("quiz.md", QUESTIONS), ("closed/more.md", QUESTIONS)]);
    let close = |name: &str, mode| {
        let path = project.path(name);
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).expect("permissions");
    };
    close("quiz.md", 0o000);
    // Nothing is closed to the system's administrator.
    if std::fs::read(project.path("quiz.md")).is_err() {
        project.refuses(&["build", "quiz.md"], "quiz.md: Permission denied");
        close("quiz.md", 0o644);
        close("closed", 0o000);
        project.refuses(&["build", "."], "closed: Permission denied");
        close("closed", 0o755);
    }
}
