//! Index of groups: forty-one APIs in which several functions share one user data, each as a trait.
//!
//! The chapter [`shared_user_data`](crate::guide::shared_user_data) introduces such traits. Each entry gives the C
//! prototypes, the receivers, the lifetime with the reason for it, and the source of the contract. The trait and the
//! hand-over are in the block of Rust that follows. "`self`" among the receivers means that one of the functions is
//! C's destroy function. [`fopencookie`](crate::guide::index::posix_streams#several-functions) and
//! [`CURLSHOPT_LOCKFUNC`](crate::guide::index::curl_multi#curlshopt_lockfunc) are groups, too, on other pages.
//!
//! [SQLite: virtual tables](sqlite_tables):
//! [`sqlite3_create_module_v2`](crate::guide::index::groups::sqlite_tables#sqlite3_create_module_v2).
//!
//! [SQLite: aggregates, window functions and files](sqlite_objects):
//! [`sqlite3_create_window_function`](crate::guide::index::groups::sqlite_objects#sqlite3_create_window_function),
//! [`sqlite3_io_methods`](crate::guide::index::groups::sqlite_objects#sqlite3_io_methods).
//!
//! [Parsers and walkers](parsers):
//! [`XML_SetElementHandler`](crate::guide::index::groups::parsers#xml_setelementhandler),
//! [`xmlSAXUserParseMemory`](crate::guide::index::groups::parsers#xmlsaxuserparsememory),
//! [`FT_Outline_Decompose`](crate::guide::index::groups::parsers#ft_outline_decompose),
//! [`git_diff_foreach`](crate::guide::index::groups::parsers#git_diff_foreach).
//!
//! [Protocols and documents](protocols):
//! [`g_markup_parse_context_new`](crate::guide::index::groups::protocols#g_markup_parse_context_new),
//! [`llhttp_execute`](crate::guide::index::groups::protocols#llhttp_execute),
//! [`nghttp2_session_callbacks`](crate::guide::index::groups::protocols#nghttp2_session_callbacks).
//!
//! [Streams](streams):
//! [`xmlReadIO`](crate::guide::index::groups::streams#xmlreadio),
//! [`xmlOutputBufferCreateIO`](crate::guide::index::groups::streams#xmloutputbuffercreateio),
//! [`archive_read_open2`](crate::guide::index::groups::streams#archive_read_open2).
//!
//! [Streams that C does not close](transfers):
//! [`CURLOPT_READDATA`](crate::guide::index::groups::transfers#curlopt_readdata),
//! [`avio_alloc_context`](crate::guide::index::groups::transfers#avio_alloc_context),
//! [`png_set_write_fn`](crate::guide::index::groups::transfers#png_set_write_fn),
//! [`gnutls_transport_set_ptr`](crate::guide::index::groups::transfers#gnutls_transport_set_ptr).
//!
//! [Objects](objects):
//! [`BIO_meth_new`](crate::guide::index::groups::objects#bio_meth_new),
//! [`Tcl_CreateChannel`](crate::guide::index::groups::objects#tcl_createchannel).
//!
//! [Objects with a struct of C](backends):
//! [`g_source_new`](crate::guide::index::groups::backends#g_source_new),
//! [`git_odb_add_backend`](crate::guide::index::groups::backends#git_odb_add_backend),
//! [`git_smart_subtransport_stream`](crate::guide::index::groups::backends#git_smart_subtransport_stream).
//!
//! [Allocators](allocators):
//! [`z_stream.zalloc`](crate::guide::index::groups::allocators#z_streamzalloc),
//! [`bz_stream.bzalloc`](crate::guide::index::groups::allocators#bz_streambzalloc),
//! [`lzma_allocator`](crate::guide::index::groups::allocators#lzma_allocator),
//! [`ZSTD_customMem`](crate::guide::index::groups::allocators#zstd_custommem),
//! [`VkAllocationCallbacks`](crate::guide::index::groups::allocators#vkallocationcallbacks),
//! [`FT_New_Library`](crate::guide::index::groups::allocators#ft_new_library).
//!
//! [Events](events):
//! [`mosquitto_new`](crate::guide::index::groups::events#mosquitto_new),
//! [`uv_read_start`](crate::guide::index::groups::events#uv_read_start),
//! [`bufferevent_setcb`](crate::guide::index::groups::events#bufferevent_setcb),
//! [`libusb_set_pollfd_notifiers`](crate::guide::index::groups::events#libusb_set_pollfd_notifiers),
//! [`wl_registry_add_listener`](crate::guide::index::groups::events#wl_registry_add_listener),
//! [`g_bus_own_name`](crate::guide::index::groups::events#g_bus_own_name),
//! [`g_dbus_connection_register_object`](crate::guide::index::groups::events#g_dbus_connection_register_object).
//!
//! [File systems and remotes](calls):
//! [`fuse_main_real`](crate::guide::index::groups::calls#fuse_main_real),
//! [`git_remote_callbacks`](crate::guide::index::groups::calls#git_remote_callbacks).
//!
//! [Win32: COM-like objects, projected files, cabinets](win32):
//! [`IXAudio2VoiceCallback`](crate::guide::index::groups::win32#ixaudio2voicecallback),
//! [`ISequentialStream`](crate::guide::index::groups::win32#isequentialstream),
//! [`PrjStartVirtualizing`](crate::guide::index::groups::win32#prjstartvirtualizing),
//! [`FCICreate`](crate::guide::index::groups::win32#fcicreate).

#[doc = include_str!("parsers.md")]
#[doc(alias = "XML_SetElementHandler")]
#[doc(alias = "xmlSAXUserParseMemory")]
#[doc(alias = "FT_Outline_Decompose")]
#[doc(alias = "git_diff_foreach")]
pub mod parsers {}

#[doc = include_str!("protocols.md")]
#[doc(alias = "g_markup_parse_context_new")]
#[doc(alias = "GMarkupParser")]
#[doc(alias = "llhttp_execute")]
#[doc(alias = "nghttp2_session_callbacks")]
pub mod protocols {}

#[doc = include_str!("streams.md")]
#[doc(alias = "xmlReadIO")]
#[doc(alias = "xmlOutputBufferCreateIO")]
#[doc(alias = "archive_read_open2")]
pub mod streams {}

#[doc = include_str!("transfers.md")]
#[doc(alias = "CURLOPT_READDATA")]
#[doc(alias = "CURLOPT_WRITEDATA")]
#[doc(alias = "avio_alloc_context")]
#[doc(alias = "AVIOContext")]
#[doc(alias = "png_set_write_fn")]
#[doc(alias = "gnutls_transport_set_ptr")]
pub mod transfers {}

#[doc = include_str!("objects.md")]
#[doc(alias = "BIO_meth_new")]
#[doc(alias = "BIO_METHOD")]
#[doc(alias = "Tcl_CreateChannel")]
pub mod objects {}

#[doc = include_str!("backends.md")]
#[doc(alias = "g_source_new")]
#[doc(alias = "GSourceFuncs")]
#[doc(alias = "git_odb_backend")]
#[doc(alias = "git_smart_subtransport_stream")]
pub mod backends {}

#[doc = include_str!("allocators.md")]
#[doc(alias = "zalloc")]
#[doc(alias = "bzalloc")]
#[doc(alias = "lzma_allocator")]
#[doc(alias = "ZSTD_customMem")]
#[doc(alias = "VkAllocationCallbacks")]
#[doc(alias = "FT_New_Library")]
pub mod allocators {}

#[doc = include_str!("sqlite_tables.md")]
#[doc(alias = "sqlite3_create_module_v2")]
#[doc(alias = "sqlite3_module")]
pub mod sqlite_tables {}

#[doc = include_str!("sqlite_objects.md")]
#[doc(alias = "sqlite3_create_window_function")]
#[doc(alias = "sqlite3_aggregate_context")]
#[doc(alias = "sqlite3_io_methods")]
pub mod sqlite_objects {}

#[doc = include_str!("events.md")]
#[doc(alias = "mosquitto_new")]
#[doc(alias = "uv_read_start")]
#[doc(alias = "bufferevent_setcb")]
#[doc(alias = "libusb_set_pollfd_notifiers")]
#[doc(alias = "wl_registry_add_listener")]
#[doc(alias = "g_bus_own_name")]
#[doc(alias = "g_dbus_connection_register_object")]
#[doc(alias = "GDBusInterfaceVTable")]
pub mod events {}

#[doc = include_str!("calls.md")]
#[doc(alias = "fuse_main_real")]
#[doc(alias = "fuse_operations")]
#[doc(alias = "git_remote_callbacks")]
pub mod calls {}

#[doc = include_str!("win32.md")]
#[doc(alias = "IXAudio2VoiceCallback")]
#[doc(alias = "ISequentialStream")]
#[doc(alias = "PrjStartVirtualizing")]
#[doc(alias = "PRJ_CALLBACKS")]
#[doc(alias = "FCICreate")]
pub mod win32 {}
