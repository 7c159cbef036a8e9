//! What the command line says about the content of cards, beside `recto.toml`.

use clap::Args;

use crate::config::Config;
use crate::project::Options;
use crate::render::{Repository, Rules, Size};

#[derive(Debug, Args)]
pub struct Rendering {
    /// Ask terms and their definitions the other way round, too
    #[arg(long, num_args = 0..=1, require_equals = true, default_missing_value = "true", value_name = "BOOL")]
    reverse: Option<bool>,
    /// Go on where a picture or sound is missing, and keep its description as text
    #[arg(long)]
    allow_missing: bool,
    /// Refuse pictures and sounds that are larger, such as 500kB or 5MB: every learner downloads them [default: 20MB]
    #[arg(long, value_name = "SIZE")]
    max_media: Option<Size>,
}

impl Rendering {
    pub fn apply(&self, options: &mut Options) {
        options.reverse = self.reverse.unwrap_or(options.reverse);
    }

    pub fn rules(&self, config: &Config, repository: Option<Repository>) -> Rules {
        Rules {
            largest: self.max_media.unwrap_or(config.build.max_media),
            allow_missing: self.allow_missing,
            repository,
        }
    }
}
