#include "ui/actions/user_action.h"

#include <QKeySequence>
#include <algorithm>

namespace sotto::ui {

namespace {

QString native_text(const QString& portable) {
    return QKeySequence(portable, QKeySequence::PortableText).toString(QKeySequence::NativeText);
}

} // namespace

void UserAction::trigger() {
    if (enabled_) {
        emit triggered();
    }
}

bool UserAction::takeKey(int key, int modifiers) {
    const auto held = static_cast<Qt::KeyboardModifiers>(modifiers) & ~Qt::KeypadModifier;
    const QKeySequence pressed(QKeyCombination(held, static_cast<Qt::Key>(key)));
    const QStringList all = all_keys();
    const bool is_ours = enabled_ && std::ranges::any_of(all, [&](const QString& portable) {
                             return QKeySequence(portable, QKeySequence::PortableText) == pressed;
                         });
    if (is_ours) {
        emit triggered();
    }
    return is_ours;
}

QVariantList UserAction::sequences() const {
    const QStringList keys = all_keys();
    return {keys.begin(), keys.end()};
}

QString UserAction::key_text() const {
    QStringList shown;
    for (const QString& key : keys_) {
        shown << native_text(key);
    }
    return shown.join(QStringLiteral(", "));
}

QString UserAction::first_key() const {
    return keys_.isEmpty() ? QString() : native_text(keys_.constFirst());
}

} // namespace sotto::ui
