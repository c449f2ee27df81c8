#include "inference/files/sha256.h"

#include "inference/files/input_file.h"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <format>
#include <new>
#include <vector>

namespace sotto::inference {

struct Sha256::State {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    ~State() { EVP_MD_CTX_free(context); }
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
    // These fail only when memory runs out.
    if (state_->context == nullptr ||
        EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) != 1) {
        throw std::bad_alloc();
    }
}

Sha256::~Sha256() = default;

void Sha256::add(std::span<const std::byte> bytes) {
    EVP_DigestUpdate(state_->context, bytes.data(), bytes.size());
}

std::string Sha256::finish() {
    std::array<unsigned char, 32> digest{};
    EVP_DigestFinal_ex(state_->context, digest.data(), nullptr);
    std::string hexadecimal;
    for (const unsigned char byte : digest) {
        hexadecimal += std::format("{:02x}", byte);
    }
    return hexadecimal;
}

std::array<std::byte, 32> sha256_of(std::span<const std::byte> bytes) {
    std::array<std::byte, 32> hash{};
    // This fails only when memory runs out.
    if (EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(hash.data()),
                   nullptr, EVP_sha256(), nullptr) != 1) {
        throw std::bad_alloc();
    }
    return hash;
}

Result<std::string> sha256_of_file(const std::filesystem::path& path, const std::stop_token& stop,
                                   const std::function<void(std::size_t)>& advanced) {
    constexpr std::size_t kPart = 1 << 20;
    const auto file = InputFile::open(path);
    if (!file) {
        return std::unexpected(file.error());
    }
    Sha256 hash;
    std::vector<std::byte> part(kPart);
    for (std::uint64_t at = 0; at < file->bytes();) {
        if (stop.stop_requested()) {
            return fail(ErrorCode::cancelled, "The work was stopped.");
        }
        const auto here = std::span(part).first(
            static_cast<std::size_t>(std::min<std::uint64_t>(kPart, file->bytes() - at)));
        if (auto read = file->read_at(at, here); !read) {
            return std::unexpected(read.error());
        }
        hash.add(here);
        at += here.size();
        advanced(here.size());
    }
    return hash.finish();
}

} // namespace sotto::inference
