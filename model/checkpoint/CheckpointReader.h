#pragma once

#include "model/checkpoint/Checkpoint.h"
#include "model/checkpoint/ConfigReader.h"

#include <set>

namespace ecva {

/// Puts a Checkpoint together; its parts lie in three files: what replaces what
/// (CheckpointReader.cpp), the tower (CheckpointTower.cpp), what it is and lacks
/// (CheckpointReport.cpp).
class CheckpointReader
{
public:
    Result<std::shared_ptr<const Checkpoint>> read(const CheckpointFiles &files);

private:
    Result<void> readWeights(const CheckpointFiles &files);
    Result<void> replaceFrom(const std::filesystem::path &file);
    Result<void> nameTensors();
    Result<void> findTower(const std::filesystem::path &visionTower);
    Result<void> readTower();
    Result<void> readConnector();
    Result<void> describe();
    void checkAdapter();
    void addUnexpected(const std::set<std::string_view> &known);

    std::shared_ptr<Checkpoint> m_result = std::make_shared<Checkpoint>();
    CheckpointSettings m_settings;
    bool m_towerInShards = false;
};

} // namespace ecva
