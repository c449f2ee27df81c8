#include "core/models/model_jobs.h"

#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <utility>

namespace sotto {

namespace {

/// The newest progress, on its way to the main thread.
class ProgressMail {
public:
    /// Returns whether the main thread must be told; it is not while an earlier progress waits.
    bool put(ModelJobProgress progress) {
        const std::scoped_lock lock(mutex_);
        const bool was_empty = !newest_;
        newest_ = std::move(progress);
        return was_empty;
    }
    std::optional<ModelJobProgress> take() {
        const std::scoped_lock lock(mutex_);
        return std::exchange(newest_, std::nullopt);
    }

private:
    std::mutex mutex_;
    std::optional<ModelJobProgress> newest_;
};

} // namespace

void ModelJobs::start(Work work, OnProgress on_progress, OnEnd on_end) {
    if (running_) {
        main_.post_always([on_end = std::move(on_end)]() mutable {
            on_end(fail(ErrorCode::busy, "Another model is being worked on; wait for its end."));
        });
        return;
    }
    running_ = true;
    stop_ = std::stop_source();
    auto mail = std::make_shared<ProgressMail>();
    // Shared, because the mail may be announced many times.
    const auto deliver = std::make_shared<std::function<void()>>(
        callbacks_.wrap([mail, on_progress = std::move(on_progress)] {
            if (const auto newest = mail->take()) {
                on_progress(*newest);
            }
        }));
    catalog_.call(
        [work = std::move(work), stop = stop_.get_token(), mail, deliver,
         &main = main_](ModelCatalog& catalog) mutable {
            return work(catalog, stop,
                        [&](std::string_view step, std::int64_t done, std::int64_t total) {
                            if (mail->put({std::string(step), done, total})) {
                                main.post_always([deliver] { (*deliver)(); });
                            }
                        });
        },
        main_,
        callbacks_.wrap([this, on_end = std::move(on_end)](Result<ModelJobReport> report) mutable {
            running_ = false;
            on_end(std::move(report));
        }));
}

void ModelJobs::import(ImportRequest request, OnProgress on_progress, OnEnd on_end) {
    start(
        [request = std::move(request)](ModelCatalog& catalog, const std::stop_token& stop,
                                       const ModelCatalog::ImportProgress& progress) {
            return catalog.import(request, stop, progress)
                .transform([](ImportReport report) -> ModelJobReport {
                    return {std::move(report.model.name), std::move(report.warnings)};
                });
        },
        std::move(on_progress), std::move(on_end));
}

void ModelJobs::verify(std::string name, OnProgress on_progress, OnEnd on_end) {
    start(
        [name = std::move(name)](ModelCatalog& catalog, const std::stop_token& stop,
                                 const ModelCatalog::ImportProgress& progress) {
            return catalog.verify(name, stop, progress).transform([&]() -> ModelJobReport {
                return {name, {}};
            });
        },
        std::move(on_progress), std::move(on_end));
}

void ModelJobs::write_bundle(std::string name, std::string path, OnProgress on_progress,
                             OnEnd on_end) {
    start(
        [name = std::move(name),
         path = std::move(path)](ModelCatalog& catalog, const std::stop_token& stop,
                                 const ModelCatalog::ImportProgress& progress) {
            return catalog.write_bundle(name, path, stop, progress)
                .transform([&]() -> ModelJobReport { return {name, {}}; });
        },
        std::move(on_progress), std::move(on_end));
}

} // namespace sotto
