#pragma once

#include "ui/actions/user_action.h"

#include <QtQml/qqmlregistration.h>

#include <QAbstractListModel>
#include <QQmlParserStatus>
#include <vector>

namespace sotto::ui {

/// All actions of a window. QML declares each as a property of type UserAction, whose name is the
/// action's id; the rows are those properties in the order of their declaration.
/// Runs on: the main thread. Owner: QML owns the actions.
class ActionList : public QAbstractListModel, public QQmlParserStatus {
    Q_OBJECT
    QML_ELEMENT
    Q_INTERFACES(QQmlParserStatus)

public:
    enum Role {
        ActionRole = Qt::UserRole + 1,
        WordsRole,
        KeysRole,
        IsShortcutRole, ///< its keys work everywhere in the window
    };

    using QAbstractListModel::QAbstractListModel;

    void classBegin() override {}
    void componentComplete() override;

    [[nodiscard]] const std::vector<UserAction*>& actions() const { return actions_; }
    /// The action's id: the name of its property.
    [[nodiscard]] QString id(const UserAction& action) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

private:
    std::vector<UserAction*> actions_;
};

} // namespace sotto::ui
