#include "model/api/Modules.h"

#include "model/api/Engine.h"
#include "model/api/Tokenizer.h"

#include <cstdlib>
#include <dlfcn.h>
#include <filesystem>
#include <mutex>
#include <string>
#include <vector>

namespace ecva {
namespace {

namespace fs = std::filesystem;

constexpr char kEngineFile[] = "libecva_engine.so";
constexpr char kTokenizerFile[] = "libecva_tokenizer.so";

std::vector<fs::path> moduleFolders()
{
    std::vector<fs::path> folders;
    std::error_code error;
    // Set but empty is not set: the working folder's files are nobody's modules.
    if (const char *named = std::getenv("ECVA_MODULE_DIR"); named && *named)
        folders.push_back(fs::absolute(named, error));
    const fs::path program = fs::read_symlink("/proc/self/exe", error);
    if (!error) {
        const fs::path folder = program.parent_path();
        folders.push_back(folder);
        folders.push_back(folder.parent_path() / "bin");
        folders.push_back(folder.parent_path() / "lib" / "ecva-studio");
    }
    return folders;
}

/// Opened once it loads; a failure is tried again the next time, since a person may have mended it.
template <typename Module>
class Loader
{
public:
    Loader(const char *file, const char *entry, const char *advice)
        : m_file(file)
        , m_entry(entry)
        , m_advice(advice)
    {
    }

    Result<Module *> get()
    {
        const std::lock_guard lock(m_mutex);
        if (m_module)
            return m_module;
        const fs::path path = findModule(m_file);
        if (path.empty())
            return fail(ErrorCode::NotFound, std::string(m_file) + " is not there: " + m_advice);
        void *handle = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
        if (!handle) {
            const char *reason = dlerror();
            return fail(ErrorCode::Device,
                        std::string("does not load: ") + (reason ? reason : "no reason given")
                            + "; " + m_advice,
                        path.string());
        }
        using Entry = Module *(*)(int);
        const auto entry = reinterpret_cast<Entry>(dlsym(handle, m_entry));
        m_module = entry ? entry(kModuleAbi) : nullptr;
        if (!m_module)
            return fail(ErrorCode::Device, "is of another version than this program",
                        path.string());
        return m_module;
    }

private:
    const char *m_file;
    const char *m_entry;
    const char *m_advice;
    std::mutex m_mutex;
    Module *m_module = nullptr; // guarded by m_mutex; lives as long as the program
};

} // namespace

std::filesystem::path findModule(const char *file)
{
    std::error_code error;
    for (const fs::path &folder : moduleFolders()) {
        if (fs::is_regular_file(folder / file, error))
            return folder / file;
    }
    return {};
}

const char kEngineAdvice[] = "`./dev build` fetches LibTorch and builds it";

Result<EngineModule *> engineModule()
{
    static Loader<EngineModule> loader(kEngineFile, kEngineEntry, kEngineAdvice);
    return loader.get();
}

Result<TokenizerModule *> tokenizerModule()
{
    static Loader<TokenizerModule> loader(kTokenizerFile, kTokenizerEntry,
                                          "`./dev build` builds it");
    return loader.get();
}

bool isEngineInstalled()
{
    return !findModule(kEngineFile).empty();
}

} // namespace ecva
