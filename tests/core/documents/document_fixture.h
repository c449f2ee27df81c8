#pragma once

#include "core/documents/document_service.h"
#include "tests/support/pumped_ports.h"

#include <catch2/catch_test_macros.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace sotto {

using Effect = AttachedDocument::Effect;

struct RecordingDocuments final : DocumentListener {
    std::vector<AttachedDocument> attached;
    std::vector<DetachedDocument> detached;
    std::vector<Error> failures;
    int changes = 0;
    /// Called with each event, where a test can throw.
    std::function<void()> on_change = [] {};
    std::function<void()> on_document = [] {};

    void on_import_jobs() override {
        ++changes;
        on_change();
    }
    void on_attached(const AttachedDocument& document) override {
        attached.push_back(document);
        on_document();
    }
    void on_detached(const DetachedDocument& document) override { detached.push_back(document); }
    void on_failure(const Error& error) override { failures.push_back(error); }
};

struct DocumentFixture : test::PumpedExtractor {
    std::shared_ptr<RecordingDocuments> listener = std::make_shared<RecordingDocuments>();
    std::unique_ptr<DocumentService> service =
        std::make_unique<DocumentService>(main, bound_library, bound_extractor);

    DocumentFixture() {
        service->set_listener(listener);
        pump();
    }
    ~DocumentFixture() { service.reset(); }

    ImportStage stage(std::size_t job) { return service->import_jobs().at(job).stage; }
    std::vector<DocumentId> documents_of(ConversationId conversation) {
        return library->conversations_store.all.at(conversation.value).documents;
    }
};

} // namespace sotto
