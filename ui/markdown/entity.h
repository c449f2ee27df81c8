#pragma once

#include <QString>

namespace sotto::ui {

/// The character that an HTML entity stands for: numeric ones, and the named ones that people
/// write. Others stay as they are; one that is no printable character is empty.
[[nodiscard]] QString entity_text(const QString& entity);

} // namespace sotto::ui
