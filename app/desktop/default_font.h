#pragma once

namespace sotto::app {

/// Where no desktop names a font, Qt falls back to a small one: uses Inter, or a larger size,
/// instead. Runs on: the main thread, after the QGuiApplication was made.
void use_readable_default_font();

} // namespace sotto::app
