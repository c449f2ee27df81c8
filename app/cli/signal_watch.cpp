#include "app/cli/signal_watch.h"

#include "app/cli/exit_status.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <utility>

namespace sotto::app {

namespace {

sigset_t watched_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        // What the parent process ignores (nohup) stays ignored.
        struct sigaction current{};
        if (sigaction(signal, nullptr, &current) == 0 && current.sa_handler != SIG_IGN) {
            sigaddset(&signals, signal);
        }
    }
    return signals;
}

void raise_event(int descriptor) {
    const std::uint64_t one = 1;
    static_cast<void>(!::write(descriptor, &one, sizeof one)); // fails only when it is already set
}

void lower_event(int descriptor) {
    std::uint64_t count = 0;
    static_cast<void>(!::read(descriptor, &count, sizeof count)); // EAGAIN: it was not set
}

} // namespace

SignalWatch::SignalWatch() {
    std::signal(SIGPIPE, SIG_IGN);
    const sigset_t signals = watched_signals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    signals_ = ::signalfd(-1, &signals, SFD_CLOEXEC);
    interrupted_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    closing_ = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    thread_ = std::thread([this] { watch(); });
}

SignalWatch::~SignalWatch() {
    raise_event(closing_);
    thread_.join();
    for (const int descriptor : {signals_, interrupted_, closing_}) {
        ::close(descriptor);
    }
}

void SignalWatch::set_handler(Handler handler) {
    const std::scoped_lock lock(mutex_);
    handler_ = std::move(handler);
    was_interrupted_ = false;
    lower_event(interrupted_);
}

void SignalWatch::watch() {
    while (true) {
        std::array<pollfd, 2> wait{pollfd{signals_, POLLIN, 0}, pollfd{closing_, POLLIN, 0}};
        if (::poll(wait.data(), wait.size(), -1) < 0 && errno != EINTR) {
            return;
        }
        if (wait[1].revents != 0) {
            return;
        }
        signalfd_siginfo info{};
        if (wait[0].revents != 0 && ::read(signals_, &info, sizeof info) == sizeof info) {
            receive(static_cast<int>(info.ssi_signo));
        }
    }
}

void SignalWatch::receive(int signal) {
    wants_end_ = wants_end_ || signal != SIGINT;
    const std::scoped_lock lock(mutex_);
    if (handler_ == nullptr || was_interrupted_) {
        // Everything that was acknowledged is on disk, so there is nothing to wait for.
        std::_Exit(static_cast<int>(ExitStatus::interrupted));
    }
    was_interrupted_ = true;
    raise_event(interrupted_);
    handler_();
}

} // namespace sotto::app
