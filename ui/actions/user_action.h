#pragma once

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <QString>
#include <QStringList>
#include <QVariantList>

namespace sotto::ui {

/// Something the user can do: its words, its keys, and the signal that does it. A shortcut, a menu
/// item, a tooltip and the list of shortcuts all come from here. Runs on: the main thread.
class UserAction : public QObject {
    Q_OBJECT
    QML_ELEMENT
    /// The words of a menu item or a button.
    Q_PROPERTY(QString text MEMBER text_ NOTIFY changed)
    /// The words of the list of shortcuts, where `text` says too little; otherwise empty.
    Q_PROPERTY(QString summary MEMBER summary_ NOTIFY changed)
    /// The keys that are shown, as QKeySequence's portable text: "Ctrl+N".
    Q_PROPERTY(QStringList keys MEMBER keys_ NOTIFY changed)
    /// More keys that do the same and are not shown (the same key on another keyboard).
    Q_PROPERTY(QStringList otherKeys MEMBER other_keys_ NOTIFY changed)
    Q_PROPERTY(Scope scope MEMBER scope_ NOTIFY changed)
    Q_PROPERTY(bool enabled MEMBER enabled_ NOTIFY changed)
    /// `keys` as this desktop writes them: "Ctrl+K, Ctrl+F".
    Q_PROPERTY(QString keyText READ key_text NOTIFY changed)
    /// The first of them.
    Q_PROPERTY(QString firstKey READ first_key NOTIFY changed)
    /// All keys, for Shortcut.sequences. Compiled QML turns no list of strings into a list of
    /// variants.
    Q_PROPERTY(QVariantList sequences READ sequences NOTIFY changed)

public:
    /// Where the keys work.
    enum Scope {
        Window,       ///< everywhere
        Composer,     ///< in the composer
        Conversation, ///< on a row of the list of conversations
        Document,     ///< on a document of the conversation
    };
    Q_ENUM(Scope)

    using QObject::QObject;

    /// Does it, unless it is disabled.
    Q_INVOKABLE void trigger();
    /// For an item that has the focus: triggers the action if this key is one of its keys.
    /// `modifiers`: Qt::KeyboardModifiers. Returns whether it was.
    Q_INVOKABLE bool takeKey(int key, int modifiers);

    [[nodiscard]] const QString& text() const { return text_; }
    /// What the list of shortcuts says.
    [[nodiscard]] const QString& words() const { return summary_.isEmpty() ? text_ : summary_; }
    [[nodiscard]] Scope scope() const { return scope_; }
    [[nodiscard]] bool enabled() const { return enabled_; }
    [[nodiscard]] QStringList all_keys() const { return keys_ + other_keys_; }
    [[nodiscard]] QVariantList sequences() const;
    [[nodiscard]] QString key_text() const;
    [[nodiscard]] QString first_key() const;

signals:
    void changed();
    void triggered();

private:
    QString text_;
    QString summary_;
    QStringList keys_;
    QStringList other_keys_;
    Scope scope_ = Window;
    bool enabled_ = true;
};

} // namespace sotto::ui
