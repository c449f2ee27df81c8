#pragma once

#include <string_view>

namespace sotto {

/// What the licence of a model asks of its users; empty for licences we know nothing about.
[[nodiscard]] std::string_view licence_notice(std::string_view licence);

} // namespace sotto
