#include "app/commands/model_text.h"

#include "core/models/licence_notice.h"
#include "inference/checkpoint/licence_name.h"

#include <algorithm>
#include <format>

namespace sotto::app {

std::string licence_text(std::string_view licence) {
    if (licence.empty() || licence == inference::kUnknownLicence) {
        return "not stated";
    }
    const std::string_view notice = licence_notice(licence);
    return std::format("{}{}{}", licence, notice.empty() ? "" : ". ", notice);
}

std::string origin_text(const ModelDetails& details) {
    const ModelOrigin& origin = details.origin;
    std::string text;
    if (!origin.title.empty()) {
        text +=
            std::format("Published   {}, by {}, {}\n", origin.title, origin.publisher, origin.page);
    }
    if (!details.source.empty()) {
        text += std::format("Source      {}\n", details.source);
    }
    if (!origin.sha256.empty()) {
        text += std::format("File        {}\nSHA-256     {}\n", origin.file, origin.sha256);
    }
    return text;
}

std::string calibration_text(const CalibrationReport& report) {
    const double rounding_loss = report.loss_rounded - report.loss_before;
    const double calibrated_loss = report.loss_after - report.loss_before;
    std::string text = std::format("Calibrated: on held-out text the loss is {:.4f} nats a token, "
                                   "{:.4f} with weights rounded to "
                                   "the nearest and {:.4f} with the original ones",
                                   report.loss_after, report.loss_rounded, report.loss_before);
    if (rounding_loss > 0) {
        text += std::format(": {:.0f} % of the loss from rounding is recovered",
                            std::clamp(100 * (1 - calibrated_loss / rounding_loss), 0.0, 100.0));
    }
    text += ".";
    if (report.int8_matrices > 0) {
        text += std::format(" {} matrices are kept in int8.", report.int8_matrices);
    }
    return text;
}

} // namespace sotto::app
