#pragma once

#include "annotation/document/Document.h"
#include "app/cli/Cli.h"

#include <memory>
#include <string>

namespace ecva::cli {

/// A path as the shell gave it.
QString pathFrom(const std::string &argument);

/// Opens the project that a command names; Document::open with the author of the context.
Result<std::unique_ptr<Document>> openProject(const Context &context, const std::string &path,
                                              Document::Mode mode);

} // namespace ecva::cli
