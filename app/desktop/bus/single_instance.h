#pragma once

#include <QDBusConnection>
#include <QList>
#include <QObject>
#include <QString>
#include <QStringList>
#include <QUrl>
#include <QVariantList>
#include <QVariantMap>

namespace sotto::app {

/// The desktop file's action that begins a new conversation.
inline constexpr auto kNewConversation = "new-conversation";

/// What a start of the program is asked to do.
struct StartRequest {
    QList<QUrl> files; ///< to be attached to a new conversation
    QString action;    ///< an action of the desktop file; empty = none
};

/// Makes the program run once in a session: the first start owns the program's name on the message
/// bus, later ones hand their request over to it. The desktop and file managers ask it in the same
/// way. Without a message bus every start is the first.
/// Source: Desktop Entry Specification 1.5, "D-Bus Activation", interface
/// org.freedesktop.Application.
/// Runs on: the main thread.
class SingleInstance : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.Application")

public:
    /// `id`: the name of the desktop file without its ending, for example org.sotto.Sotto.
    SingleInstance(QDBusConnection bus, QString id, QObject* parent = nullptr);
    ~SingleInstance() override;

    /// Whether this start is the first; it then receives the requests of later ones.
    [[nodiscard]] bool claim();
    /// Gives a request to the instance that runs, and waits until it has taken it. Returns whether
    /// it has; where not, this start has to open a window of its own.
    [[nodiscard]] bool hand_over(const StartRequest& request);

public slots:
    // The names and types of the interface.
    Q_SCRIPTABLE void Activate(const QVariantMap& platform_data);
    Q_SCRIPTABLE void Open(const QStringList& uris, const QVariantMap& platform_data);
    Q_SCRIPTABLE void ActivateAction(const QString& action, const QVariantList& parameters,
                                     const QVariantMap& platform_data);

signals:
    /// The window is to be raised. Comes before the other signals.
    void activated();
    void filesOpened(const QList<QUrl>& files);
    void actionChosen(const QString& action);

private:
    void activate(const QVariantMap& platform_data);

    QDBusConnection bus_;
    QString id_;
    bool is_first_ = false;
};

} // namespace sotto::app
