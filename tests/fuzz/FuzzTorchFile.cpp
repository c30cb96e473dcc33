// libFuzzer: whatever the bytes are, a file of torch is refused or its tensors lie in it; a pickle
// makes tensors and plain containers or nothing.
#include "model/checkpoint/Pickle.h"
#include "model/checkpoint/TorchFile.h"

#include <cstdlib>

namespace {

using namespace ecva;

void require(bool holds)
{
    if (!holds)
        std::abort();
}

void touch(std::span<const std::byte> bytes)
{
    unsigned sum = 0;
    for (const std::byte byte : bytes)
        sum += std::to_integer<unsigned>(byte);
    volatile unsigned kept = sum;
    (void)kept;
}

/// Both forms.
void readFile(std::span<const std::byte> bytes)
{
    const auto entries = readTorchFile(bytes);
    if (!entries)
        return;
    for (const TorchEntry &entry : *entries) {
        require(entry.shape.size() == entry.stride.size());
        const bool inside
            = entry.data.empty()
              || (entry.data.data() >= bytes.data()
                  && entry.data.data() + entry.data.size() <= bytes.data() + bytes.size());
        require(inside);
        touch(entry.data);
        std::uint64_t size = byteSize(entry.type);
        for (const std::int64_t side : entry.shape)
            size *= static_cast<std::uint64_t>(side);
        if (entry.isContiguous())
            require(size == entry.data.size());
        else
            require(entry.packed().size() == size);
    }
}

/// A pickle by itself, without the places of a zip that a mutation would have to keep.
void runPickle(std::span<const std::byte> bytes)
{
    pickle::Machine machine;
    std::size_t at = 0;
    const auto top = machine.run(bytes, at);
    require(at <= bytes.size());
    if (!top || top->kind != pickle::Kind::Dict)
        return;
    for (const auto &[key, value] : machine.dict(*top)) {
        if (key.kind == pickle::Kind::Text)
            touch(std::as_bytes(std::span(machine.text(key))));
        if (value.kind == pickle::Kind::Tensor)
            require(machine.tensor(value).storage < machine.storages().size());
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    const auto bytes = std::as_bytes(std::span(data, size));
    readFile(bytes);
    runPickle(bytes);
    return 0;
}
