//! Runs the steps of an action or of a workflow's job, as far as those of this project go: scripts in bash, expressions
//! that name one value, actions of this repository.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use tempfile::TempDir;

use crate::host::{Host, TOKEN};

pub const TOP: &str = env!("CARGO_MANIFEST_DIR");

#[derive(Deserialize)]
pub struct Action {
    pub inputs: BTreeMap<String, Input>,
    pub outputs: BTreeMap<String, Output>,
    pub runs: Runs,
}

#[derive(Deserialize)]
pub struct Input {
    pub default: String,
}

#[derive(Deserialize)]
pub struct Output {
    pub value: String,
}

#[derive(Deserialize)]
pub struct Runs {
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
pub struct Workflow {
    pub jobs: BTreeMap<String, Job>,
}

#[derive(Deserialize)]
pub struct Job {
    #[serde(default)]
    pub permissions: BTreeMap<String, String>,
    pub steps: Vec<Step>,
}

#[derive(Deserialize)]
pub struct Step {
    pub id: Option<String>,
    pub uses: Option<String>,
    pub run: Option<String>,
    #[serde(default)]
    pub with: BTreeMap<String, String>,
    #[serde(default)]
    pub env: BTreeMap<String, String>,
}

/// Reads a file of this repository.
pub fn read<T: DeserializeOwned>(path: impl AsRef<Path>) -> T {
    let path = Path::new(TOP).join(path);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_saphyr::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// What came of a job, or of an action by itself.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The exit code of the last step that ran.
    pub code: i32,
    /// What all steps printed.
    pub log: String,
    pub summary: String,
    pub outputs: BTreeMap<String, String>,
}

impl Outcome {
    /// The workflow commands of a kind (`error`, `warning` …), as the host obeys them: none between `stop-commands` and
    /// its end.
    pub fn commands(&self, kind: &str) -> Vec<&str> {
        let mut stopped: Option<String> = None;
        let mut found = vec![];
        for line in self.log.lines().map(str::trim_start) {
            if let Some(end) = &stopped {
                if line == end {
                    stopped = None;
                }
            } else if let Some(end) = line.strip_prefix("::stop-commands::") {
                stopped = Some(format!("::{end}::"));
            } else if line.starts_with(&format!("::{kind} ")) {
                found.push(line);
            }
        }
        assert_eq!(stopped, None, "commands are obeyed again at the end");
        found
    }

    #[track_caller]
    pub fn succeeded(self) -> Outcome {
        assert_eq!(self.code, 0, "{}", self.log);
        self
    }
}

/// A machine that runs one job in a checkout.
pub struct Runner<'h> {
    host: &'h Host,
    workspace: PathBuf,
    temporary: TempDir,
    /// Of the commit or tag that it runs for, and of the action.
    pub github: BTreeMap<&'static str, String>,
    /// More variables.
    pub environment: BTreeMap<&'static str, String>,
    path: String,
}

impl<'h> Runner<'h> {
    pub fn new(host: &'h Host, workspace: &Path) -> Runner<'h> {
        let temporary = tempfile::tempdir().expect("a temporary folder");
        let version = format!("v{}", env!("CARGO_PKG_VERSION"));
        let github = [
            ("action_repository", "team/recto".to_string()),
            ("action_ref", version),
            ("ref_name", "1/merge".to_string()),
            ("token", TOKEN.to_string()),
        ];
        Runner {
            host,
            workspace: workspace.to_path_buf(),
            temporary,
            github: github.into(),
            environment: BTreeMap::new(),
            path: std::env::var("PATH").expect("a path"),
        }
    }

    /// Puts a folder with programs before all others.
    pub fn prefer(&mut self, folder: &Path) {
        self.path = format!("{}:{}", folder.display(), self.path);
    }

    /// Runs the action of this repository.
    pub fn action(&mut self, with: &[(&str, &str)]) -> Outcome {
        let with = with.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        self.steps_of_action(&with)
    }

    fn steps_of_action(&mut self, with: &BTreeMap<String, String>) -> Outcome {
        let action: Action = read("action.yml");
        let mut values = self.values();
        for (name, input) in &action.inputs {
            let value = expand(with.get(name).unwrap_or(&input.default), &values);
            values.insert(format!("inputs.{name}"), value);
        }
        for name in with.keys() {
            assert!(action.inputs.contains_key(name), "the action has no input {name}");
        }
        let mut outcome = self.steps(&action.runs.steps, &mut values);
        outcome.outputs = action
            .outputs
            .iter()
            .map(|(name, output)| (name.clone(), expand(&output.value, &values)))
            .collect();
        outcome
    }

    /// Runs a job of a workflow. Its checkout has been made.
    pub fn job(&mut self, job: &Job) -> Outcome {
        let mut values = self.values();
        self.steps(&job.steps, &mut values)
    }

    fn values(&self) -> BTreeMap<String, String> {
        self.github.iter().map(|(name, value)| (format!("github.{name}"), value.clone())).collect()
    }

    fn steps(&mut self, steps: &[Step], values: &mut BTreeMap<String, String>) -> Outcome {
        let mut outcome = Outcome::default();
        for step in steps {
            let result = match (&step.uses, &step.run) {
                (Some(action), None) if action.starts_with("actions/checkout@") => continue,
                (Some(action), None) => {
                    assert!(action.starts_with("OWNER/recto@"), "{action}");
                    let with = step.with.iter().map(|(name, value)| (name.clone(), expand(value, values)));
                    self.steps_of_action(&with.collect())
                }
                (None, Some(script)) => self.script(script, &step.env, values),
                _ => panic!("a step either uses an action or runs a script"),
            };
            outcome.log.push_str(&result.log);
            outcome.summary.push_str(&result.summary);
            if let Some(id) = &step.id {
                for (name, value) in result.outputs {
                    values.insert(format!("steps.{id}.outputs.{name}"), value);
                }
            }
            outcome.code = result.code;
            if outcome.code != 0 {
                break;
            }
        }
        outcome
    }

    /// Runs `script` with nothing but what a runner gives.
    fn script(
        &mut self,
        script: &str,
        variables: &BTreeMap<String, String>,
        values: &BTreeMap<String, String>,
    ) -> Outcome {
        assert!(!script.contains("${{"), "an expression in a script runs whatever its value says: {script}");
        let folder = self.temporary.path();
        let file = |name: &str| {
            let path = folder.join(name);
            fs::write(&path, "").expect("a file");
            path
        };
        let (output, path, summary) = (file("output"), file("path"), file("summary"));
        let mut command = Command::new("bash");
        command
            .args(["--noprofile", "--norc", "-e", "-o", "pipefail", "-c", script])
            .current_dir(&self.workspace)
            .env_clear()
            .env("PATH", &self.path)
            .env("HOME", folder)
            .env("GITHUB_ACTION_PATH", TOP)
            .env("GITHUB_ACTIONS", "true")
            .env("GITHUB_API_URL", format!("{}/api", self.host.address))
            .env("GITHUB_OUTPUT", &output)
            .env("GITHUB_PATH", &path)
            .env("GITHUB_REF_NAME", &self.github["ref_name"])
            .env("GITHUB_REPOSITORY", "team/questions")
            .env("GITHUB_SERVER_URL", &self.host.address)
            .env("GITHUB_STEP_SUMMARY", &summary)
            .env("RUNNER_ARCH", "X64")
            .env("RUNNER_OS", "Linux")
            .env("RUNNER_TEMP", folder);
        for (name, value) in variables {
            command.env(name, expand(value, values));
        }
        command.envs(&self.environment);
        let result = command.output().expect("the tests of the action need bash");
        let text = |path: &Path| fs::read_to_string(path).expect("a file");
        for folder in text(&path).lines() {
            self.prefer(Path::new(folder));
        }
        let said = [result.stdout, result.stderr].map(|bytes| String::from_utf8(bytes).expect("UTF-8"));
        Outcome {
            code: result.status.code().expect("an exit code"),
            log: said.concat(),
            summary: text(&summary),
            outputs: outputs(&text(&output)),
        }
    }
}

/// `name=value`, or `name<<END`, lines, `END`.
fn outputs(text: &str) -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let (name, value) = match (line.split_once("<<"), line.split_once('=')) {
            (Some((name, end)), _) if !name.contains('=') => {
                let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
                (name, value.join("\n"))
            }
            (_, Some((name, value))) => (name, value.to_string()),
            _ => panic!("no output: {line}"),
        };
        outputs.insert(name.to_string(), value);
    }
    outputs
}

/// Puts values in place of `${{ name }}`. An output that no step gave is empty, as on a host.
fn expand(text: &str, values: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{") {
        let (name, after) = after.split_once("}}").expect("the end of an expression");
        out.push_str(before);
        match values.get(name.trim()) {
            Some(value) => out.push_str(value),
            None => assert!(name.trim().starts_with("steps."), "unknown: {name}"),
        }
        rest = after;
    }
    out + rest
}
