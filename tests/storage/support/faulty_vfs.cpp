#include "tests/storage/support/faulty_vfs.h"

#include <sqlcipher/sqlite3.h>

#include <stdexcept>

namespace sotto::storage {
namespace {

// SQLite calls plain functions, so the state is global; tests run on one thread.
Fault current;
int counted = 0;
bool failed = false;
sqlite3_vfs* real_vfs = nullptr;

bool fails(FaultTarget target) {
    if (current.number == 0 || target != current.target) {
        return false;
    }
    ++counted;
    const bool now =
        current.span == FaultSpan::once ? counted == current.number : counted >= current.number;
    failed = failed || now;
    return now;
}

int code_or(int broken) {
    return current.kind == FaultKind::full ? SQLITE_FULL : broken;
}

struct FaultyFile {
    sqlite3_file base;
    sqlite3_file* real;
};

sqlite3_file* real_file(sqlite3_file* file) {
    return reinterpret_cast<FaultyFile*>(file)->real;
}

int close_file(sqlite3_file* file) {
    return real_file(file)->pMethods->xClose(real_file(file));
}

int read_file(sqlite3_file* file, void* data, int size, sqlite3_int64 offset) {
    if (fails(FaultTarget::reads)) {
        return SQLITE_IOERR_READ;
    }
    return real_file(file)->pMethods->xRead(real_file(file), data, size, offset);
}

int write_file(sqlite3_file* file, const void* data, int size, sqlite3_int64 offset) {
    sqlite3_file* const real = real_file(file);
    if (fails(FaultTarget::changes)) {
        if (current.kind == FaultKind::broken) {
            real->pMethods->xWrite(real, data, size / 2, offset);
        }
        return code_or(SQLITE_IOERR_WRITE);
    }
    return real->pMethods->xWrite(real, data, size, offset);
}

int truncate_file(sqlite3_file* file, sqlite3_int64 size) {
    if (fails(FaultTarget::changes)) {
        return SQLITE_IOERR_TRUNCATE;
    }
    return real_file(file)->pMethods->xTruncate(real_file(file), size);
}

int sync_file(sqlite3_file*, int) {
    return fails(FaultTarget::changes) ? code_or(SQLITE_IOERR_FSYNC) : SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
    return real_file(file)->pMethods->xFileSize(real_file(file), size);
}

int lock_file(sqlite3_file* file, int level) {
    return real_file(file)->pMethods->xLock(real_file(file), level);
}

int unlock_file(sqlite3_file* file, int level) {
    return real_file(file)->pMethods->xUnlock(real_file(file), level);
}

int check_reserved_lock(sqlite3_file* file, int* result) {
    return real_file(file)->pMethods->xCheckReservedLock(real_file(file), result);
}

int control_file(sqlite3_file* file, int operation, void* argument) {
    return real_file(file)->pMethods->xFileControl(real_file(file), operation, argument);
}

int sector_size(sqlite3_file* file) {
    return real_file(file)->pMethods->xSectorSize(real_file(file));
}

// Reports no guarantees of the device, so that SQLite is as careful as it can be.
int device_characteristics(sqlite3_file*) {
    return 0;
}

int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    return real_file(file)->pMethods->xShmMap(real_file(file), page, size, extend, memory);
}

int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return real_file(file)->pMethods->xShmLock(real_file(file), offset, count, flags);
}

void shared_barrier(sqlite3_file* file) {
    real_file(file)->pMethods->xShmBarrier(real_file(file));
}

int unmap_shared(sqlite3_file* file, int remove) {
    return real_file(file)->pMethods->xShmUnmap(real_file(file), remove);
}

const sqlite3_io_methods kMethods = {
    .iVersion = 2, // without memory maps
    .xClose = close_file,
    .xRead = read_file,
    .xWrite = write_file,
    .xTruncate = truncate_file,
    .xSync = sync_file,
    .xFileSize = file_size,
    .xLock = lock_file,
    .xUnlock = unlock_file,
    .xCheckReservedLock = check_reserved_lock,
    .xFileControl = control_file,
    .xSectorSize = sector_size,
    .xDeviceCharacteristics = device_characteristics,
    .xShmMap = map_shared,
    .xShmLock = lock_shared,
    .xShmBarrier = shared_barrier,
    .xShmUnmap = unmap_shared,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs*, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
    auto* const faulty = reinterpret_cast<FaultyFile*>(file);
    faulty->base.pMethods = nullptr;
    faulty->real = reinterpret_cast<sqlite3_file*>(faulty + 1);
    if (fails(FaultTarget::reads)) {
        return SQLITE_CANTOPEN;
    }
    const int code = real_vfs->xOpen(real_vfs, name, faulty->real, flags, out_flags);
    if (code == SQLITE_OK) {
        faulty->base.pMethods = &kMethods;
    }
    return code;
}

int delete_file(sqlite3_vfs*, const char* name, int sync_folder) {
    if (fails(FaultTarget::changes)) {
        return SQLITE_IOERR_DELETE;
    }
    return real_vfs->xDelete(real_vfs, name, sync_folder);
}

// A stale errno must not look like the cause of an injected fault.
int last_error(sqlite3_vfs*, int, char*) {
    return 0;
}

sqlite3_vfs faulty_vfs;

} // namespace

FaultyVfs::FaultyVfs() {
    real_vfs = sqlite3_vfs_find(nullptr);
    faulty_vfs = *real_vfs; // the functions that are not replaced do not access open files
    faulty_vfs.szOsFile = static_cast<int>(sizeof(FaultyFile)) + real_vfs->szOsFile;
    faulty_vfs.pNext = nullptr;
    faulty_vfs.zName = "sotto-faulty";
    faulty_vfs.xOpen = open_file;
    faulty_vfs.xDelete = delete_file;
    faulty_vfs.xGetLastError = last_error;
    if (sqlite3_vfs_register(&faulty_vfs, 1) != SQLITE_OK) {
        throw std::runtime_error("the faulty VFS could not be registered");
    }
    disarm();
}

FaultyVfs::~FaultyVfs() {
    sqlite3_vfs_unregister(&faulty_vfs);
    sqlite3_vfs_register(real_vfs, 1);
}

void FaultyVfs::arm(const Fault& fault) {
    current = fault;
    counted = 0;
    failed = false;
}

bool FaultyVfs::has_failed() const {
    return failed;
}

} // namespace sotto::storage
