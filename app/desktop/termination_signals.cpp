#include "app/desktop/termination_signals.h"

#include <sys/socket.h>
#include <unistd.h>

#include <QObject>
#include <array>
#include <csignal>
#include <utility>

namespace sotto::app {

namespace {

constexpr std::array kSignals{SIGTERM, SIGINT, SIGHUP};

int signal_socket = -1;

void on_unix_signal(int /*number*/) {
    const char byte = 1;
    [[maybe_unused]] const auto written = ::write(signal_socket, &byte, 1);
}

} // namespace

TerminationSignals::TerminationSignals(std::function<void()> on_signal) {
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets_) != 0) {
        return; // a signal then ends the program at once; partial answers are saved anyway
    }
    signal_socket = sockets_[0];
    notifier_ = std::make_unique<QSocketNotifier>(sockets_[1], QSocketNotifier::Read);
    QObject::connect(notifier_.get(), &QSocketNotifier::activated, notifier_.get(),
                     [this, run = std::move(on_signal)] {
                         notifier_->setEnabled(false);
                         run();
                     });
    for (const int number : kSignals) {
        std::signal(number, &on_unix_signal);
    }
}

TerminationSignals::~TerminationSignals() {
    if (!notifier_) {
        return;
    }
    for (const int number : kSignals) {
        std::signal(number, SIG_DFL);
    }
    notifier_.reset();
    signal_socket = -1;
    ::close(sockets_[0]);
    ::close(sockets_[1]);
}

} // namespace sotto::app
