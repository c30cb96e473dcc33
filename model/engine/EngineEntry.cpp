#include "model/api/Engine.h"
#include "model/engine/EngineModule.h"

extern "C" ecva::EngineModule *ecva_engine_module(int abi);

extern "C" ecva::EngineModule *ecva_engine_module(int abi)
{
    return abi == ecva::kModuleAbi ? &ecva::torchEngine() : nullptr;
}
