#pragma once

#include <QPlainTextEdit>

namespace ecva {

/// Shows JSON in a fixed-width font on the canvas, keys and values told apart; text can be
/// selected.
class JsonView : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit JsonView(QWidget *parent = nullptr);

    /// Long documents are cut with a sign that says so.
    void showJson(const QByteArray &json);

protected:
    void changeEvent(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    void applyTheme();
};

} // namespace ecva
