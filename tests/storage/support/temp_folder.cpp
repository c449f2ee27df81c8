#include "tests/storage/support/temp_folder.h"

#include <stdlib.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace sotto::storage {

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "sotto-storage-XXXXXX").string();
    if (!::mkdtemp(name.data())) {
        throw std::runtime_error("a temporary folder could not be created");
    }
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code error;
    std::filesystem::remove_all(path_, error);
}

std::string read_file(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

void write_file(const std::filesystem::path& file, std::string_view content) {
    std::ofstream stream(file, std::ios::binary | std::ios::trunc);
    stream.write(content.data(), static_cast<std::streamsize>(content.size()));
    if (!stream.flush()) {
        throw std::runtime_error("a test file could not be written");
    }
}

} // namespace sotto::storage
