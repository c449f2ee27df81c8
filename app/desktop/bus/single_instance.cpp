#include "app/desktop/bus/single_instance.h"

#include <QDBusMessage>
#include <utility>

namespace sotto::app {

namespace {

const QString kInterface = QStringLiteral("org.freedesktop.Application");
const QString kToken = QStringLiteral("activation-token");
constexpr auto kTokenVariable = "XDG_ACTIVATION_TOKEN";
// An instance that is still starting answers once its window is made.
constexpr int kPatience = 15'000; // milliseconds

QString path_of(const QString& id) {
    QString path = u'/' + id;
    return path.replace(u'.', u'/').replace(u'-', u'_');
}

} // namespace

SingleInstance::SingleInstance(QDBusConnection bus, QString id, QObject* parent)
    : QObject(parent), bus_(std::move(bus)), id_(std::move(id)) {}

SingleInstance::~SingleInstance() {
    if (is_first_) {
        bus_.unregisterService(id_);
    }
    bus_.unregisterObject(path_of(id_));
}

bool SingleInstance::claim() {
    if (!bus_.isConnected()) {
        return true;
    }
    // The object is there before the name, so that no request finds the name without it.
    is_first_ = bus_.registerObject(path_of(id_), this, QDBusConnection::ExportScriptableSlots) &&
                bus_.registerService(id_);
    return is_first_;
}

bool SingleInstance::hand_over(const StartRequest& request) {
    // The right to take the focus, which the desktop gave to this start.
    QVariantMap platform_data;
    if (const QString token = qEnvironmentVariable(kTokenVariable); !token.isEmpty()) {
        platform_data.insert(kToken, token);
    }
    const auto call = [this](const QString& method, const QVariantList& arguments) {
        QDBusMessage message =
            QDBusMessage::createMethodCall(id_, path_of(id_), kInterface, method);
        message.setArguments(arguments);
        message.setAutoStartService(false);
        return bus_.call(message, QDBus::BlockWithGui, kPatience).type() ==
               QDBusMessage::ReplyMessage;
    };
    if (!request.files.isEmpty()) {
        return call(QStringLiteral("Open"),
                    {QUrl::toStringList(request.files, QUrl::FullyEncoded), platform_data});
    }
    if (!request.action.isEmpty()) {
        return call(QStringLiteral("ActivateAction"),
                    {request.action, QVariant(QVariantList()), platform_data});
    }
    return call(QStringLiteral("Activate"), {platform_data});
}

void SingleInstance::activate(const QVariantMap& platform_data) {
    // Qt's Wayland plugin takes the token from here when a window asks for the focus.
    const QString token = platform_data.value(kToken).toString();
    token.isEmpty() ? qunsetenv(kTokenVariable) : qputenv(kTokenVariable, token.toUtf8());
    emit activated();
}

void SingleInstance::Activate(const QVariantMap& platform_data) {
    activate(platform_data);
}

void SingleInstance::Open(const QStringList& uris, const QVariantMap& platform_data) {
    activate(platform_data);
    emit filesOpened(QUrl::fromStringList(uris));
}

void SingleInstance::ActivateAction(const QString& action, const QVariantList& /*parameters*/,
                                    const QVariantMap& platform_data) {
    activate(platform_data);
    emit actionChosen(action);
}

} // namespace sotto::app
