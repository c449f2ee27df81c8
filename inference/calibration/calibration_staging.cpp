#include "inference/calibration/calibration_staging.h"

#include "core/system_error.h"
#include "inference/files/checksum.h"
#include "inference/files/input_file.h"
#include "inference/files/output_file.h"
#include "inference/quantization/quantizer.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <format>
#include <system_error>

namespace sotto::inference {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kKeyFileName = "key";
constexpr std::size_t kMaxKeyBytes = 4096;

template <class Number>
void append(std::string& to, std::span<const Number> numbers) {
    to.append(reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes());
}

/// Reads numbers from the front; the bytes must suffice.
template <class Number>
void take(std::string_view& from, std::span<Number> numbers) {
    from.copy(reinterpret_cast<char*>(numbers.data()), numbers.size_bytes());
    from.remove_prefix(numbers.size_bytes());
}

std::uint64_t checksum_of_text(std::string_view text) {
    return xxh3_64(std::as_bytes(std::span(text)));
}

std::size_t bytes_of(std::size_t n_costs, std::span<const PlannedTensor> plan) {
    std::size_t bytes = n_costs * sizeof(double) + sizeof(std::uint64_t);
    for (const PlannedTensor& tensor : plan) {
        const std::size_t padded = padded_to_blocks(tensor.cols);
        bytes += tensor.rows * (padded / 2 + padded / kInt4BlockSize * sizeof(std::uint16_t));
    }
    return bytes;
}

std::unexpected<Error> folder_error(int error_number) {
    return fail(code_of_errno(error_number),
                std::format("The folder of the calibration cannot be used: {}.",
                            std::generic_category().message(error_number)));
}

} // namespace

Result<CalibrationStaging> CalibrationStaging::open(const fs::path& folder, std::string_view key) {
    std::error_code error;
    if (fs::create_directory(folder, error)) {
        fs::permissions(folder, fs::perms::owner_all, error);
    }
    const int lock = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (error || lock < 0) {
        return folder_error(error ? error.value() : errno);
    }
    CalibrationStaging parts(folder, lock);
    if (::flock(lock, LOCK_EX | LOCK_NB) != 0) {
        return fail(ErrorCode::busy, "Another import of a model of this name is under way.");
    }
    if (read_whole_file(folder / kKeyFileName, kMaxKeyBytes).value_or("") == key) {
        return parts;
    }
    for (const auto& entry : fs::directory_iterator(folder, error)) {
        fs::remove(entry.path(), error);
    }
    return replace_file(folder, kKeyFileName, key).transform([&] { return std::move(parts); });
}

CalibrationStaging::~CalibrationStaging() {
    if (lock_ >= 0) {
        ::close(lock_);
    }
}

Result<CalibratedPart> CalibrationStaging::load(std::string_view name, std::size_t n_costs,
                                                std::span<const PlannedTensor> plan) const {
    const std::size_t bytes = bytes_of(n_costs, plan);
    const auto text = read_whole_file(folder_ / name, bytes);
    std::uint64_t checksum = 0;
    if (!text || text->size() != bytes) {
        return fail(ErrorCode::not_found, "This part was not calibrated yet.");
    }
    std::string_view rest = *text;
    std::memcpy(&checksum, rest.data() + rest.size() - sizeof(checksum), sizeof(checksum));
    rest.remove_suffix(sizeof(checksum));
    if (checksum != checksum_of_text(rest)) {
        return fail(ErrorCode::not_found, "This part's file is damaged.");
    }
    CalibratedPart part;
    part.costs.resize(n_costs);
    take(rest, std::span(part.costs));
    for (const PlannedTensor& tensor : plan) {
        Int4Weights weights(tensor.rows, tensor.cols);
        take(rest, std::span(weights.nibbles));
        take(rest, std::span(weights.scales));
        part.matrices.emplace(tensor.name, std::move(weights));
    }
    return part;
}

Status CalibrationStaging::save(std::string_view name, const CalibratedPart& part,
                                std::span<const PlannedTensor> plan) const {
    std::string text;
    append<double>(text, part.costs);
    for (const PlannedTensor& tensor : plan) {
        const Int4Weights& weights = part.matrices.at(tensor.name);
        append<std::uint8_t>(text, weights.nibbles);
        append<std::uint16_t>(text, weights.scales);
    }
    const std::uint64_t checksum = checksum_of_text(text);
    append<std::uint64_t>(text, std::span(&checksum, 1));
    return replace_file(folder_, name, text);
}

} // namespace sotto::inference
