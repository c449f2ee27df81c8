#include "ui/actions/action_list.h"

#include <QMetaProperty>

namespace sotto::ui {

void ActionList::componentComplete() {
    beginResetModel();
    actions_.clear();
    for (int i = 0; i < metaObject()->propertyCount(); ++i) {
        if (auto* action = metaObject()->property(i).read(this).value<UserAction*>()) {
            actions_.push_back(action);
        }
    }
    endResetModel();
}

QString ActionList::id(const UserAction& action) const {
    for (int i = 0; i < metaObject()->propertyCount(); ++i) {
        const QMetaProperty property = metaObject()->property(i);
        if (property.read(this).value<UserAction*>() == &action) {
            return QString::fromLatin1(property.name());
        }
    }
    return {};
}

int ActionList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(actions_.size());
}

QVariant ActionList::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    UserAction* action = actions_[static_cast<std::size_t>(index.row())];
    switch (role) {
    case ActionRole:
        return QVariant::fromValue(action);
    case WordsRole:
        return action->words();
    case KeysRole:
        return action->key_text();
    case IsShortcutRole:
        return action->scope() == UserAction::Window;
    default:
        return {};
    }
}

QHash<int, QByteArray> ActionList::roleNames() const {
    return {{ActionRole, "action"},
            {WordsRole, "words"},
            {KeysRole, "keys"},
            {IsShortcutRole, "isShortcut"}};
}

} // namespace sotto::ui
