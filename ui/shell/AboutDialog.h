#pragma once

class QWidget;

namespace ecva {

/// Which version this is and on what it runs, to read and to copy into a report. Modal; does
/// not wait until it is closed.
void showAbout(QWidget &window);

} // namespace ecva
