// libFuzzer: whatever the bytes are, a safetensors file is refused or its tensors lie in it, one
// behind the other, each as large as its shape says.
#include "model/checkpoint/SafetensorsHeader.h"
#include "model/checkpoint/WeightStore.h"

#include <cstdlib>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace {

void require(bool holds)
{
    if (!holds)
        std::abort();
}

std::uint64_t sizeOf(ecva::ScalarType type, const std::vector<std::int64_t> &shape)
{
    std::uint64_t bytes = ecva::byteSize(type);
    for (const std::int64_t side : shape) {
        require(side >= 0);
        require(!__builtin_mul_overflow(bytes, static_cast<std::uint64_t>(side), &bytes));
    }
    return bytes;
}

/// The header by itself: no length in front that a mutation would have to hit.
void readHeader(std::string_view header, std::uint64_t dataBytes)
{
    const auto entries = ecva::parseSafetensorsHeader(header, dataBytes);
    if (!entries)
        return;
    std::uint64_t end = 0;
    for (const ecva::SafetensorsEntry &entry : *entries) {
        require(entry.begin == end && entry.end >= entry.begin);
        require(sizeOf(entry.type, entry.shape) == entry.end - entry.begin);
        end = entry.end;
    }
    require(end == dataBytes);
}

/// The file as a whole, every byte of every tensor touched.
void readFile(const std::uint8_t *data, std::size_t size)
{
    const int file = memfd_create("fuzz", 0);
    if (file < 0)
        return;
    if (write(file, data, size) == static_cast<ssize_t>(size)) {
        const auto store = ecva::WeightStore::openFile("/proc/self/fd/" + std::to_string(file));
        unsigned sum = 0;
        if (store) {
            for (const auto &[name, view] : store->tensors()) {
                require(sizeOf(view.type, view.shape) == view.bytes);
                for (std::size_t i = 0; i < view.bytes; ++i)
                    sum += std::to_integer<unsigned>(view.data[i]);
            }
        }
        volatile unsigned kept = sum;
        (void)kept;
    }
    close(file);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 8)
        return 0;
    // As a file the first eight bytes are the header's length; a header by itself takes them for
    // the number of bytes behind it, and needs no file.
    std::uint64_t number = 0;
    for (std::size_t i = 8; i-- > 0;)
        number = number << 8 | data[i];
    readHeader({reinterpret_cast<const char *>(data) + 8, size - 8}, number);
    if (number <= size - 8)
        readFile(data, size);
    return 0;
}
