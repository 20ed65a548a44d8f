//! Crates of many declarations, each with a use: what they cost the compiler, and the size of their code.
//!
//! `declarations/` has the code. The part below a line of `// ---` is repeated, with a number in place of
//! `NUMBER`.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::fallible::Fallible;
use crate::sizes;

/// How the declarations are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Ours,
    /// Traits of ten methods each.
    Tables,
    /// The same guards by hand, with the common code in one place, and cold paths outlined.
    #[cfg(feature = "peers")]
    Guards,
    /// [`Guards`](Self::Guards), without those for null and for a panic of the caller of C.
    #[cfg(feature = "peers")]
    Fewer,
    /// Those fewer guards by hand, in a first version.
    #[cfg(feature = "peers")]
    Naive,
    /// No guard.
    #[cfg(feature = "peers")]
    Bare,
}

impl Style {
    /// Returns the name of its file, and of its crates.
    fn word(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Tables => "tables",
            #[cfg(feature = "peers")]
            Self::Guards => "guards",
            #[cfg(feature = "peers")]
            Self::Fewer => "fewer",
            #[cfg(feature = "peers")]
            Self::Naive => "naive",
            #[cfg(feature = "peers")]
            Self::Bare => "bare",
        }
    }

    /// Returns the style whose file has the common part.
    fn head(self) -> Self {
        match self {
            #[cfg(feature = "peers")]
            Self::Fewer => Self::Guards,
            own => own,
        }
    }

    /// Returns the parts of its file above and below the line.
    fn parts(self) -> Fallible<(String, String)> {
        let package = Path::new(env!("CARGO_MANIFEST_DIR"));
        let file = package.join("declarations").join(self.word()).with_extension("rs");
        let text = fs::read_to_string(file)?;
        let (head, each) = text.split_once("// ---\n").ok_or("there is no line in the file")?;
        Ok((head.into(), each.into()))
    }
}

/// A crate of many declarations.
pub(crate) struct Many {
    home: PathBuf,
    name: String,
}

impl Many {
    /// Writes it next to this program.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(crate) fn write(style: Style, count: usize) -> Fallible<Self> {
        let (head, _) = style.head().parts()?;
        let (_, each) = style.parts()?;
        let dependency = if matches!(style, Style::Ours | Style::Tables) { OURS } else { "" };
        Self::repeat(style.word(), dependency, &head, &each, count)
    }

    /// Writes a crate of `head`, followed by `each` as often as `count` says. Its name is `word` and the count.
    ///
    /// # Errors
    ///
    /// If it cannot be written.
    pub(crate) fn repeat(
        word: &str,
        dependency: &str,
        head: &str,
        each: &str,
        count: usize,
    ) -> Fallible<Self> {
        let each = (0..count).map(|number| each.replace("NUMBER", &number.to_string()));
        let code = format!("{head}{}", each.collect::<Vec<_>>().join("\n"));
        let name = format!("{word}-{count}");
        let home = home()?;
        write_crate(&home.join(&name), dependency, &code)?;
        Ok(Self { home, name })
    }

    /// Returns a cargo command for it.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        cargo(&self.home.join(&self.name), &self.home.join("target"), arguments)
    }

    /// Returns the bytes of code in the library, built for release with these additional compiler arguments.
    ///
    /// # Errors
    ///
    /// If it cannot be built or measured.
    pub(crate) fn code(&self, arguments: &[&str]) -> Fallible<usize> {
        sizes::code(&self.library(arguments)?)
    }

    /// Builds the library for release with these additional compiler arguments, and returns its path.
    ///
    /// # Errors
    ///
    /// If it cannot be built.
    pub(crate) fn library(&self, arguments: &[&str]) -> Fallible<PathBuf> {
        let mut build = self.cargo(&["rustc", "--release", "--lib"]);
        succeed(build.arg("--").args(arguments))?;
        let name = format!("lib{}.rlib", self.name.replace('-', "_"));
        Ok(self.home.join("target/release").join(name))
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

/// The compiler argument for one unit of code, since the division into several depends on chance.
pub(crate) const ONE_UNIT: &str = "-Ccodegen-units=1";

/// Returns the bytes of code of one declaration and its use, for release in one unit.
///
/// # Errors
///
/// As for [`Many::write`] and [`Many::code`].
pub(crate) fn code_of_ours() -> Fallible<f64> {
    code_of_each(Style::Ours, 100)
}

/// Returns the bytes of code of one method of a trait of ten, with its share in the use.
///
/// # Errors
///
/// As for [`Many::write`] and [`Many::code`].
pub(crate) fn code_of_methods() -> Fallible<f64> {
    Ok(code_of_each(Style::Tables, 10)? / 10.0)
}

fn code_of_each(style: Style, count: usize) -> Fallible<f64> {
    let [few, many] = [1, count + 1].map(|count| Many::write(style, count)?.code(&[ONE_UNIT]));
    Ok(sizes::float(many?.saturating_sub(few?)) / sizes::float(count))
}

/// The dependency on this project, for a manifest.
pub(crate) const OURS: &str = concat!(
    "[dependencies]\ncallback-runtime = { path = \"",
    env!("CARGO_MANIFEST_DIR"),
    "/../callback-runtime\" }\n"
);

/// Writes a crate, outside of the workspace but with the same versions of dependencies. `more` is added to the
/// manifest.
///
/// # Errors
///
/// If it cannot be written.
pub(crate) fn write_crate(directory: &Path, more: &str, code: &str) -> Fallible<()> {
    let name = directory.file_name().and_then(OsStr::to_str).ok_or("the crate has no name")?;
    let manifest = format!(
        "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n{more}"
    );
    fs::create_dir_all(directory.join("src"))?;
    fs::write(directory.join("Cargo.toml"), manifest)?;
    fs::write(directory.join("src/lib.rs"), code)?;
    let lock = Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock");
    fs::copy(lock, directory.join("Cargo.lock"))?;
    Ok(())
}

/// Returns a cargo command for the crate in `directory`, without the settings of the scripts.
pub(crate) fn cargo(directory: &Path, target: &Path, arguments: &[&str]) -> Command {
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(arguments)
        .args(["--quiet", "--offline"])
        .env("CARGO_TARGET_DIR", target)
        .env_remove("RUSTFLAGS")
        .current_dir(directory);
    cargo
}

/// Runs a command whose output is not used.
///
/// # Errors
///
/// If it cannot be run, or fails.
pub(crate) fn succeed(command: &mut Command) -> Fallible<()> {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(format!("{command:?}: {}\n{said}", output.status).into())
}

/// Returns the directory of the crates.
///
/// # Errors
///
/// If the path of this program is not known.
pub(crate) fn home() -> Fallible<PathBuf> {
    Ok(env::current_exe()?.with_file_name("many"))
}
