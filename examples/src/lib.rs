//! Nothing here: the programs are beside `src`.
