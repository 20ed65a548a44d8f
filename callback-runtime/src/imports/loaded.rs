//! A library that is loaded at run time, for `load = ..`.

use core::error::Error;
use core::fmt;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;

/// A library that is never unloaded, since its function pointers have no lifetime.
pub struct Library {
    name: &'static str,
    library: ManuallyDrop<libloading::Library>,
}

impl Library {
    /// Loads the library `name`, which the system searches for: see [dlopen(3)] and [`LoadLibraryExW`].
    ///
    /// [dlopen(3)]: https://man7.org/linux/man-pages/man3/dlopen.3.html
    /// [`LoadLibraryExW`]: https://learn.microsoft.com/windows/win32/api/libloaderapi/nf-libloaderapi-loadlibraryexw
    ///
    /// # Errors
    ///
    /// Returns an error if the system cannot load the library.
    ///
    /// # Safety
    ///
    /// - The initialisers of the library, and of the libraries that it needs, are sound to run now, on this thread.
    pub unsafe fn open(name: &'static str) -> Result<Self, LoadError> {
        // SAFETY: the caller's promise. There are no termination routines to run, as the library is not unloaded.
        match unsafe { libloading::Library::new(name) } {
            Ok(library) => Ok(Self { name, library: ManuallyDrop::new(library) }),
            Err(source) => Err(LoadError { library: name, symbol: None, source }),
        }
    }

    /// Returns the function `symbol`.
    ///
    /// # Errors
    ///
    /// Returns an error if the library has no such function.
    ///
    /// # Safety
    ///
    /// - `F` is the type of a pointer to this function, which is function number `N` of an `L`.
    pub unsafe fn function<F: Copy, L, const N: usize>(
        &self,
        symbol: &'static str,
    ) -> Result<Loaded<F, L, N>, LoadError> {
        // SAFETY: the caller's promise.
        match unsafe { self.library.get::<F>(symbol.as_bytes()) } {
            Ok(function) => Ok(Loaded { function: *function, _library: PhantomData }),
            Err(source) => Err(LoadError { library: self.name, symbol: Some(symbol), source }),
        }
    }
}

/// Function number `N` of the library that an `L` represents. Safe code in the module that declares the
/// library can neither create one nor confuse it with another function.
pub struct Loaded<F, L, const N: usize> {
    function: F,
    _library: PhantomData<fn() -> L>,
}

impl<F: Copy, L, const N: usize> Loaded<F, L, N> {
    /// Returns the function pointer.
    #[inline(always)]
    pub fn get(&self) -> F {
        self.function
    }
}

impl<F: Copy, L, const N: usize> Clone for Loaded<F, L, N> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F: Copy, L, const N: usize> Copy for Loaded<F, L, N> {}

impl<F, L, const N: usize> fmt::Debug for Loaded<F, L, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Loaded")
    }
}

/// The error of a library that could not be loaded or that lacks a function.
///
/// It is returned by the function `load` of the type that [`import`](macro@crate::import) creates for `load = ..`.
/// Its message names the library and the symbol. [`source`](Error::source) is the system's error.
pub struct LoadError {
    library: &'static str,
    symbol: Option<&'static str>,
    source: libloading::Error,
}

impl LoadError {
    /// Returns the name of the library, as given by the key `load`.
    #[must_use]
    pub fn library(&self) -> &'static str {
        self.library
    }

    /// Returns the symbol that is missing from the library, or `None` if the library could not be loaded.
    #[must_use]
    pub fn symbol(&self) -> Option<&'static str> {
        self.symbol
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { library, symbol, source } = self;
        match symbol {
            None => write!(f, "cannot load `{library}`: "),
            Some(symbol) => write!(f, "`{library}` has no function `{symbol}`: "),
        }?;
        // On Windows, the reason is in the source of the error.
        match source.source() {
            Some(reason) => write!(f, "{reason}"),
            None => write!(f, "{source}"),
        }
    }
}

impl fmt::Debug for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LoadError({self})")
    }
}

impl Error for LoadError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        Some(&self.source)
    }
}
