<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name>EcvaResults</name>
    <message>
        <source>clip of this name</source>
        <translation>同名视频</translation>
    </message>
    <message>
        <source>kept with the answer</source>
        <translation>随回答保存</translation>
    </message>
    <message>
        <source>%1: answer of %2</source>
        <translation>%1：%2 的回答</translation>
    </message>
    <message>
        <source>the file begins with an empty line</source>
        <translation>文件以空行开头</translation>
    </message>
    <message>
        <source>read without such commas</source>
        <translation>忽略多余逗号后读入</translation>
    </message>
    <message>
        <source>not an object</source>
        <translation>不是对象</translation>
    </message>
    <message>
        <source>video_file is missing or no text</source>
        <translation>缺少 video_file 或其不是文本</translation>
    </message>
    <message>
        <source>output is missing or no text</source>
        <translation>缺少 output 或其不是文本</translation>
    </message>
    <message>
        <source>nobody has answered</source>
        <translation>无人作答</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>没有回答</translation>
    </message>
    <message>
        <source>task_type is “%1”</source>
        <translation>task_type 为“%1”</translation>
    </message>
    <message>
        <source>records %1 and %2</source>
        <translation>第 %1 条与第 %2 条记录</translation>
    </message>
    <message>
        <source>taken off</source>
        <translation>已去掉</translation>
    </message>
    <message>
        <source>no class from 1 to 11</source>
        <translation>没有 1 到 11 的类别</translation>
    </message>
    <message>
        <source>the unit is not known</source>
        <translation>单位未知</translation>
    </message>
    <message>
        <source>Not a record</source>
        <translation>不是记录</translation>
    </message>
    <message>
        <source>An object with the texts video_file and output is expected.</source>
        <translation>应为含有文本 video_file 和 output 的对象。</translation>
    </message>
    <message>
        <source>Record refused</source>
        <translation>拒绝该记录</translation>
    </message>
    <message>
        <source>Same video twice, different answers</source>
        <translation>同一视频两次，回答不同</translation>
    </message>
    <message>
        <source>Nobody can tell which of the records is right.</source>
        <translation>无法判断哪条记录正确。</translation>
    </message>
    <message>
        <source>Records refused</source>
        <translation>拒绝这些记录</translation>
    </message>
    <message>
        <source>Unknown task</source>
        <translation>未知任务</translation>
    </message>
    <message>
        <source>Description, Cause, Result, Classification or Time is expected.</source>
        <translation>应为 Description、Cause、Result、Classification 或 Time。</translation>
    </message>
    <message>
        <source>Same video twice, same answer</source>
        <translation>同一视频两次，回答相同</translation>
    </message>
    <message>
        <source>Two records say the same.</source>
        <translation>两条记录内容相同。</translation>
    </message>
    <message>
        <source>Take one</source>
        <translation>取一条</translation>
    </message>
    <message>
        <source>The model failed</source>
        <translation>模型失败</translation>
    </message>
    <message>
        <source>The answer is the word ERROR.</source>
        <translation>回答是单词 ERROR。</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>略去</translation>
    </message>
    <message>
        <source>Empty answer</source>
        <translation>空回答</translation>
    </message>
    <message>
        <source>The model has said nothing.</source>
        <translation>模型没有作答。</translation>
    </message>
    <message>
        <source>No class in the answer</source>
        <translation>回答中没有类别</translation>
    </message>
    <message>
        <source>The first number in brackets counts, from [1] to [11].</source>
        <translation>以方括号中的第一个数为准，[1] 到 [11]。</translation>
    </message>
    <message>
        <source>Keep text</source>
        <translation>保留文本</translation>
    </message>
    <message>
        <source>Time of unknown unit</source>
        <translation>时间单位未知</translation>
    </message>
    <message>
        <source>Only MM:SS and HH:MM:SS say what they mean.</source>
        <translation>只有 MM:SS 和 HH:MM:SS 含义明确。</translation>
    </message>
    <message>
        <source>Comma behind the last member</source>
        <translation>最后一个成员后有逗号</translation>
    </message>
    <message>
        <source>JSON has none there.</source>
        <translation>JSON 此处不应有逗号。</translation>
    </message>
    <message>
        <source>Read without it</source>
        <translation>忽略后读入</translation>
    </message>
    <message>
        <source>Placeholder</source>
        <translation>占位记录</translation>
    </message>
    <message>
        <source>A record of a video that nobody has answered.</source>
        <translation>无人作答的视频的记录。</translation>
    </message>
    <message>
        <source>End mark of the model</source>
        <translation>模型的结束标记</translation>
    </message>
    <message>
        <source>The answer ends with &lt;/s&gt;.</source>
        <translation>回答以 &lt;/s&gt; 结尾。</translation>
    </message>
    <message>
        <source>Raw text keeps it</source>
        <translation>原始文本中保留</translation>
    </message>
    <message>
        <source>Blank line before the array</source>
        <translation>数组前有空行</translation>
    </message>
    <message>
        <source>It means nothing.</source>
        <translation>没有意义。</translation>
    </message>
    <message>
        <source>Ignore</source>
        <translation>忽略</translation>
    </message>
    <message>
        <source>%1 answers of %2</source>
        <translation>%2 的 %1 条回答</translation>
    </message>
</context>
<context>
    <name>EcvaSheet</name>
    <message>
        <source>the number is missing</source>
        <translation>缺少编号</translation>
    </message>
    <message>
        <source>not a whole number: %1</source>
        <translation>不是整数：%1</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>another row says something else about %1</source>
        <translation>另有一行对 %1 的说法不同</translation>
    </message>
    <message>
        <source>%1, a cut of %2</source>
        <translation>%1，%2 的一段</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>无</translation>
    </message>
    <message>
        <source>there is no class %1</source>
        <translation>没有类别 %1</translation>
    </message>
    <message>
        <source>%1 %2, severity %3</source>
        <translation>%1 %2，严重度 %3</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>未知</translation>
    </message>
    <message>
        <source>reads %1</source>
        <translation>读作 %1</translation>
    </message>
    <message>
        <source>%1 classes</source>
        <translation>%1 个类别</translation>
    </message>
    <message>
        <source>says that there is no whole video</source>
        <translation>注明没有完整视频</translation>
    </message>
    <message>
        <source>verdict: file broken</source>
        <translation>结论：文件损坏</translation>
    </message>
    <message>
        <source>says that nothing happens but filming</source>
        <translation>注明只是拍摄，无事发生</translation>
    </message>
    <message>
        <source>verdict: no anomaly</source>
        <translation>结论：无异常</translation>
    </message>
    <message>
        <source>no class of the list</source>
        <translation>不在类别表中</translation>
    </message>
    <message>
        <source>verdict: needs a new class</source>
        <translation>结论：需要新类别</translation>
    </message>
    <message>
        <source>%1 words</source>
        <translation>%1 词</translation>
    </message>
    <message>
        <source>seconds above 59</source>
        <translation>秒数超过 59</translation>
    </message>
    <message>
        <source>the end is not after the begin</source>
        <translation>结束不在开始之后</translation>
    </message>
    <message>
        <source>no end given</source>
        <translation>没有结束时间</translation>
    </message>
    <message>
        <source>starts at %1</source>
        <translation>从 %1 开始</translation>
    </message>
    <message>
        <source>%1 digits instead of 4</source>
        <translation>%1 位数字，应为 4 位</translation>
    </message>
    <message>
        <source>not two times in brackets</source>
        <translation>括号内不是两个时间</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 至 %2</translation>
    </message>
    <message>
        <source>a square bracket is missing</source>
        <translation>缺少方括号</translation>
    </message>
    <message>
        <source>%1 texts for %2 segments</source>
        <translation>%1 段文字对应 %2 个片段</translation>
    </message>
    <message>
        <source>%1 texts for %2 times</source>
        <translation>%1 段文字对应 %2 个时间</translation>
    </message>
    <message>
        <source>not a list of texts in quotes</source>
        <translation>不是带引号的文字列表</translation>
    </message>
    <message>
        <source>a quotation mark is missing</source>
        <translation>缺少引号</translation>
    </message>
    <message>
        <source>%1 characters</source>
        <translation>%1 个字符</translation>
    </message>
    <message>
        <source>%1 sentences of %2 words</source>
        <translation>%1 句，词数 %2</translation>
    </message>
    <message>
        <source>the field is empty</source>
        <translation>此栏为空</translation>
    </message>
    <message>
        <source>no times of the cut</source>
        <translation>没有剪辑时间</translation>
    </message>
    <message>
        <source>remark</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>nothing but a class</source>
        <translation>只有类别</translation>
    </message>
    <message>
        <source>Time not in MMSS form</source>
        <translation>时间不是 MMSS 格式</translation>
    </message>
    <message>
        <source>Four digits, minutes then seconds. A fix is a guess until you tick it.</source>
        <translation>四位数字，先分后秒。勾选之前，修正只是猜测。</translation>
    </message>
    <message>
        <source>No segment without the fix</source>
        <translation>不修正就没有片段</translation>
    </message>
    <message>
        <source>Seconds above 59</source>
        <translation>秒数超过 59</translation>
    </message>
    <message>
        <source>No such time: the digits are minutes and seconds.</source>
        <translation>没有这样的时间：数字是分和秒。</translation>
    </message>
    <message>
        <source>Row refused</source>
        <translation>此行被拒绝</translation>
    </message>
    <message>
        <source>Time ends before it begins</source>
        <translation>结束早于开始</translation>
    </message>
    <message>
        <source>The end must lie after the begin.</source>
        <translation>结束必须在开始之后。</translation>
    </message>
    <message>
        <source>No segment</source>
        <translation>无片段</translation>
    </message>
    <message>
        <source>Not a video number</source>
        <translation>不是视频编号</translation>
    </message>
    <message>
        <source>A whole number, or a number with a part like 19-1.</source>
        <translation>整数，或带分段的编号，如 19-1。</translation>
    </message>
    <message>
        <source>Same clip twice, different content</source>
        <translation>同一视频出现两次，内容不同</translation>
    </message>
    <message>
        <source>Nobody can tell which of the rows is right.</source>
        <translation>无法判断哪一行正确。</translation>
    </message>
    <message>
        <source>Rows refused</source>
        <translation>行被拒绝</translation>
    </message>
    <message>
        <source>Class is text, not a code</source>
        <translation>类别是文字，不是编码</translation>
    </message>
    <message>
        <source>A class is written [main-sub,severity], for example [7-1,5].</source>
        <translation>类别写作 [主类-子类,严重度]，例如 [7-1,5]。</translation>
    </message>
    <message>
        <source>Keep text, needs a new class</source>
        <translation>保留文字，需要新类别</translation>
    </message>
    <message>
        <source>Class missing</source>
        <translation>缺少类别</translation>
    </message>
    <message>
        <source>The field is empty although the row has times.</source>
        <translation>此栏为空，但该行有时间。</translation>
    </message>
    <message>
        <source>Segments without class</source>
        <translation>片段没有类别</translation>
    </message>
    <message>
        <source>No such class</source>
        <translation>没有这个类别</translation>
    </message>
    <message>
        <source>The published list has 11 classes with 42 sub-classes.</source>
        <translation>公布的列表有 11 个类别、42 个子类。</translation>
    </message>
    <message>
        <source>Texts and times differ in number</source>
        <translation>文字与时间数量不同</translation>
    </message>
    <message>
        <source>Each description belongs to one time.</source>
        <translation>每段描述对应一个时间。</translation>
    </message>
    <message>
        <source>One description for the clip</source>
        <translation>整个视频用一段描述</translation>
    </message>
    <message>
        <source>Time, texts and keys missing</source>
        <translation>缺少时间、文字和关键句</translation>
    </message>
    <message>
        <source>The row says nothing about the video.</source>
        <translation>该行没有任何关于视频的内容。</translation>
    </message>
    <message>
        <source>Clip without annotation</source>
        <translation>没有标注的视频</translation>
    </message>
    <message>
        <source>Key list not closed</source>
        <translation>关键句列表未闭合</translation>
    </message>
    <message>
        <source>A quotation mark is missing.</source>
        <translation>缺少引号。</translation>
    </message>
    <message>
        <source>Read with the quote</source>
        <translation>补上引号读取</translation>
    </message>
    <message>
        <source>Key list cannot be read</source>
        <translation>无法读取关键句列表</translation>
    </message>
    <message>
        <source>A list of texts in quotes is expected.</source>
        <translation>应为带引号的文字列表。</translation>
    </message>
    <message>
        <source>No key sentences, text kept</source>
        <translation>无关键句，保留原文</translation>
    </message>
    <message>
        <source>Text bracket not closed</source>
        <translation>文字括号未闭合</translation>
    </message>
    <message>
        <source>A description stands in square brackets.</source>
        <translation>描述写在方括号内。</translation>
    </message>
    <message>
        <source>Read with the bracket</source>
        <translation>补上括号读取</translation>
    </message>
    <message>
        <source>Class with a stray comma</source>
        <translation>类别多出逗号</translation>
    </message>
    <message>
        <source>Nothing follows the last comma.</source>
        <translation>最后一个逗号之后没有内容。</translation>
    </message>
    <message>
        <source>Read without the comma</source>
        <translation>忽略逗号读取</translation>
    </message>
    <message>
        <source>Cut without times</source>
        <translation>剪辑没有时间</translation>
    </message>
    <message>
        <source>The Annotator field of a cut says which part of the video it is.</source>
        <translation>剪辑的标注者一栏写明是视频的哪一段。</translation>
    </message>
    <message>
        <source>Cut of unknown place</source>
        <translation>剪辑位置未知</translation>
    </message>
    <message>
        <source>Column missing</source>
        <translation>缺少列</translation>
    </message>
    <message>
        <source>The sheet lacks a column of the published one.</source>
        <translation>此表缺少公布表格中的一列。</translation>
    </message>
    <message>
        <source>Read without it</source>
        <translation>忽略此列读取</translation>
    </message>
    <message>
        <source>Key sentence over 7 words</source>
        <translation>关键句超过 7 词</translation>
    </message>
    <message>
        <source>Short sentences of at most 7 words, or 14 Chinese characters.</source>
        <translation>短句，最多 7 词或 14 个汉字。</translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>保留</translation>
    </message>
    <message>
        <source>Same clip twice, same content</source>
        <translation>同一视频出现两次，内容相同</translation>
    </message>
    <message>
        <source>Two rows with one number say the same.</source>
        <translation>编号相同的两行内容一致。</translation>
    </message>
    <message>
        <source>Take one</source>
        <translation>取其一</translation>
    </message>
    <message>
        <source>Several classes in one row</source>
        <translation>一行有多个类别</translation>
    </message>
    <message>
        <source>The published rows have one class each.</source>
        <translation>公布的每行只有一个类别。</translation>
    </message>
    <message>
        <source>One each, or the first</source>
        <translation>各取一个，否则取第一个</translation>
    </message>
    <message>
        <source>Same content in other clips</source>
        <translation>与其他视频内容相同</translation>
    </message>
    <message>
        <source>Probably the same video, uploaded again: keep such clips in one split.</source>
        <translation>可能是重复上传的同一视频：请放在同一划分中。</translation>
    </message>
    <message>
        <source>Time cut in the Annotator field</source>
        <translation>标注者一栏写有剪辑时间</translation>
    </message>
    <message>
        <source>The row is about a part of the video.</source>
        <translation>该行只涉及视频的一部分。</translation>
    </message>
    <message>
        <source>Cut, or keep as remark</source>
        <translation>作为剪辑，或保留为备注</translation>
    </message>
    <message>
        <source>No annotator</source>
        <translation>没有标注者</translation>
    </message>
    <message>
        <source>The file&apos;s name stands for the author.</source>
        <translation>以文件名代替作者。</translation>
    </message>
    <message>
        <source>Template rows</source>
        <translation>模板行</translation>
    </message>
    <message>
        <source>Worked examples of the guideline.</source>
        <translation>标注指南的示例。</translation>
    </message>
    <message>
        <source>Leave out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>Blank rows</source>
        <translation>空行</translation>
    </message>
    <message>
        <source>Rows without any text.</source>
        <translation>没有任何文字的行。</translation>
    </message>
    <message>
        <source>zip, %1 parts, %2 strings</source>
        <translation>zip，%1 个部件，%2 个字符串</translation>
    </message>
    <message>
        <source>1 row</source>
        <translation>1 行</translation>
    </message>
    <message>
        <source>%1 rows</source>
        <translation>%1 行</translation>
    </message>
    <message>
        <source>no column %1</source>
        <translation>没有列 %1</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不导入</translation>
    </message>
    <message>
        <source>says the same as row %1</source>
        <translation>与第 %1 行相同</translation>
    </message>
    <message>
        <source>%1 clips with the same content</source>
        <translation>%1 个视频内容相同</translation>
    </message>
</context>
<context>
    <name>Export</name>
    <message>
        <source>left out: a cut of %1</source>
        <translation>不导出：%1 的一段</translation>
    </message>
    <message>
        <source>not one of 00001.mp4 to %1.mp4</source>
        <translation>不属于 00001.mp4 至 %1.mp4</translation>
    </message>
    <message>
        <source>its number is taken</source>
        <translation>编号已被占用</translation>
    </message>
    <message>
        <source>the model has not answered: written as default</source>
        <translation>模型没有回答：写为 default</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Written all the same</source>
        <translation>仍然写出</translation>
    </message>
    <message>
        <source>Answer is missing</source>
        <translation>缺少答案</translation>
    </message>
    <message>
        <source>Nobody has answered, or the answer is “/”.</source>
        <translation>无人回答，或答案是“/”。</translation>
    </message>
    <message>
        <source>Class is text, not a code</source>
        <translation>类别是文字，不是编码</translation>
    </message>
    <message>
        <source>A class is written [main-sub,severity], for example [7-1,5].</source>
        <translation>类别写作 [主类-子类,严重度]，例如 [7-1,5]。</translation>
    </message>
    <message>
        <source>Placeholder token inside an answer</source>
        <translation>答案中含有占位符</translation>
    </message>
    <message>
        <source>&lt;image&gt;, &lt;video&gt; and &lt;audio&gt; would be taken for the picture itself.</source>
        <translation>&lt;image&gt;、&lt;video&gt; 和 &lt;audio&gt; 会被当作画面本身。</translation>
    </message>
    <message>
        <source>Second placeholder in the question</source>
        <translation>问题中有第二个占位符</translation>
    </message>
    <message>
        <source>The exporter writes the one placeholder at the front.</source>
        <translation>导出时会在开头写入唯一的占位符。</translation>
    </message>
    <message>
        <source>File not found</source>
        <translation>找不到文件</translation>
    </message>
    <message>
        <source>A trainer replaces a file it cannot read by another one, silently.</source>
        <translation>训练程序会悄悄用别的文件替换读不了的文件。</translation>
    </message>
    <message>
        <source>Not a numbered clip</source>
        <translation>不是编号视频</translation>
    </message>
    <message>
        <source>These scripts pair files by number: 00001.mp4.</source>
        <translation>这些脚本按编号配对文件：00001.mp4。</translation>
    </message>
    <message>
        <source>Two clips with one number</source>
        <translation>两个视频编号相同</translation>
    </message>
    <message>
        <source>One record for each number is wanted.</source>
        <translation>每个编号只需一条记录。</translation>
    </message>
    <message>
        <source>Class differs from the segments</source>
        <translation>类别与片段不一致</translation>
    </message>
    <message>
        <source>The answer names another class than the segments of its round.</source>
        <translation>答案中的类别与本轮片段不同。</translation>
    </message>
    <message>
        <source>File outside the media folder</source>
        <translation>文件在媒体文件夹之外</translation>
    </message>
    <message>
        <source>Its path begins with “../”.</source>
        <translation>其路径以“../”开头。</translation>
    </message>
    <message>
        <source>Cut of a longer video</source>
        <translation>较长视频的一段</translation>
    </message>
    <message>
        <source>A record would show the whole video with the text of a part.</source>
        <translation>记录会展示整个视频，却只配其中一段的文字。</translation>
    </message>
    <message>
        <source>Not asked for</source>
        <translation>未要求</translation>
    </message>
    <message>
        <source>outside of %1</source>
        <translation>不在 %1 之内</translation>
    </message>
    <message>
        <source>no file %1</source>
        <translation>没有文件 %1</translation>
    </message>
    <message>
        <source>nobody has answered</source>
        <translation>无人回答</translation>
    </message>
    <message>
        <source>the segments say %1</source>
        <translation>片段的类别是 %1</translation>
    </message>
    <message>
        <source>no code of a class</source>
        <translation>没有类别编码</translation>
    </message>
    <message>
        <source>the answer holds %1</source>
        <translation>答案中含有 %1</translation>
    </message>
    <message>
        <source>the question holds %1 already</source>
        <translation>问题中已有 %1</translation>
    </message>
    <message>
        <source>only the words of a demonstration model</source>
        <translation>只有演示模型的文字</translation>
    </message>
</context>
<context>
    <name>Formats</name>
    <message>
        <source>ECVA spreadsheet</source>
        <translation>ECVA 表格</translation>
    </message>
    <message>
        <source>ECVA results JSON</source>
        <translation>ECVA 结果 JSON</translation>
    </message>
    <message>
        <source>ECVA judge scores</source>
        <translation>ECVA 评分</translation>
    </message>
    <message>
        <source>CUVA results JSON</source>
        <translation>CUVA 结果 JSON</translation>
    </message>
    <message>
        <source>HIVAU annotations</source>
        <translation>HIVAU 标注</translation>
    </message>
    <message>
        <source>HIVAU instructions</source>
        <translation>HIVAU 指令</translation>
    </message>
    <message>
        <source>TSL-300 time stamps</source>
        <translation>TSL-300 时间戳</translation>
    </message>
    <message>
        <source>SFT JSON, video, image</source>
        <translation>SFT JSON，视频、图像</translation>
    </message>
    <message>
        <source>Segments as CSV</source>
        <translation>片段 CSV</translation>
    </message>
    <message>
        <source>Segments as subtitles</source>
        <translation>片段字幕</translation>
    </message>
</context>
<context>
    <name>PlayheadAccessible</name>
    <message>
        <source>Playhead</source>
        <translation>播放头</translation>
    </message>
    <message>
        <source>frame %1 of %2, %3</source>
        <translation>第 %1 帧，共至 %2，%3</translation>
    </message>
</context>
<context>
    <name>Precision</name>
    <message>
        <source>The reference: exact, 4 bytes a number</source>
        <translation>参考精度：精确，每个数 4 字节</translation>
    </message>
    <message>
        <source>Half the memory: 2 bytes a number</source>
        <translation>内存减半：每个数 2 字节</translation>
    </message>
    <message>
        <source>Half the memory, finer steps, a smaller range</source>
        <translation>内存减半，精度更细，范围更小</translation>
    </message>
    <message>
        <source>A quarter of the memory: decoder in 8 bits</source>
        <translation>约四分之一内存：解码器为 8 位</translation>
    </message>
    <message>
        <source>An eighth of the memory: decoder in 4 bits</source>
        <translation>约八分之一内存：解码器为 4 位</translation>
    </message>
</context>
<context>
    <name>SegmentAccessible</name>
    <message>
        <source>no class yet</source>
        <translation>尚无类别</translation>
    </message>
    <message>
        <source>Segment %1, %2, %3 to %4</source>
        <translation>片段 %1，%2，%3 至 %4</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n frames</source>
        <translation>
            <numerusform>%1，%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>segment, track</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>%1, over another segment</source>
        <translation>%1，与其他片段重叠</translation>
    </message>
    <message>
        <source>%1, locked</source>
        <translation>%1，已锁定</translation>
    </message>
    <message>
        <source>%1, selected</source>
        <translation>%1，已选中</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Go to</source>
        <translation>转到</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
</context>
<context>
    <name>SnapTargets</name>
    <message>
        <source>Snapped to the playhead</source>
        <translation>已吸附到播放头</translation>
    </message>
    <message>
        <source>Snapped to the mark</source>
        <translation>已吸附到标记</translation>
    </message>
    <message>
        <source>Snapped to the key frame</source>
        <translation>已吸附到关键帧</translation>
    </message>
    <message>
        <source>Snapped to the shot change</source>
        <translation>已吸附到镜头切换</translation>
    </message>
    <message>
        <source>Snapped to a segment</source>
        <translation>已吸附到片段</translation>
    </message>
    <message>
        <source>Snapped to the end of the clip</source>
        <translation>已吸附到视频末尾</translation>
    </message>
    <message>
        <source>%1 playhead</source>
        <translation>%1 播放头</translation>
    </message>
    <message>
        <source>%1 mark</source>
        <translation>%1 标记</translation>
    </message>
    <message>
        <source>%1 key frame</source>
        <translation>%1 关键帧</translation>
    </message>
    <message>
        <source>%1 shot change</source>
        <translation>%1 镜头切换</translation>
    </message>
    <message>
        <source>%1 segment</source>
        <translation>%1 片段</translation>
    </message>
    <message>
        <source>%1 start of the clip</source>
        <translation>%1 视频开头</translation>
    </message>
    <message>
        <source>%1 end of the clip</source>
        <translation>%1 视频末尾</translation>
    </message>
</context>
<context>
    <name>TimelinePainter</name>
    <message>
        <source>Empty until a reviewer accepts a round.</source>
        <translation>评审通过后才会有内容。</translation>
    </message>
    <message>
        <source>Press I at the start, O at the end, Enter.</source>
        <translation>起点按 I，终点按 O，再按 Enter。</translation>
    </message>
    <message>
        <source>one frame, %1</source>
        <translation>一帧，%1</translation>
    </message>
    <message>
        <source>Overview</source>
        <translation>全片</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>帧</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>画面</translation>
    </message>
    <message>
        <source>Marks</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>No sound in this file.</source>
        <translation>此文件无声音。</translation>
    </message>
    <message>
        <source>threshold %1</source>
        <translation>阈值 %1</translation>
    </message>
    <message>
        <source>S</source>
        <comment>solo</comment>
        <translation>S</translation>
    </message>
    <message>
        <source>mean %1 fps</source>
        <translation>平均 %1 fps</translation>
    </message>
    <message>
        <source>%1 fps</source>
        <translation>%1 fps</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>%1 shot change</source>
        <translation>%1 镜头切换</translation>
    </message>
</context>
<context>
    <name>TimelineTracks</name>
    <message>
        <source>Gold</source>
        <translation>金标准</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>第 %1 轮</translation>
    </message>
</context>
<context>
    <name>TrackAccessible</name>
    <message numerus="yes">
        <source>%1, %n segments</source>
        <translation>
            <numerusform>%1，%n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, marked and written in</source>
        <translation>%1，当前轨道</translation>
    </message>
    <message>
        <source>%1, locked</source>
        <translation>%1，已锁定</translation>
    </message>
    <message>
        <source>%1, folded</source>
        <translation>%1，已折叠</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选择</translation>
    </message>
    <message>
        <source>Make active</source>
        <translation>设为当前</translation>
    </message>
    <message>
        <source>Show or fold</source>
        <translation>展开或折叠</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>锁定或解锁</translation>
    </message>
    <message>
        <source>Show alone</source>
        <translation>单独显示</translation>
    </message>
</context>
<context>
    <name>ecva::AboutDialog</name>
    <message>
        <source>About ECVA Studio</source>
        <translation>关于 ECVA Studio</translation>
    </message>
    <message>
        <source>Annotate, review and measure video anomalies. Everything stays on this computer.</source>
        <translation>标注、评审并度量视频异常。所有内容都留在本机。</translation>
    </message>
    <message>
        <source>Version %1
Qt %2
%3
Apache License 2.0</source>
        <translation>版本 %1
Qt %2
%3
Apache License 2.0</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Copies the versions, for a report</source>
        <translation>复制版本信息，便于报告问题</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>ecva::AnswerCell</name>
    <message>
        <source>ROUGE-L %1</source>
        <translation>ROUGE-L %1</translation>
    </message>
    <message>
        <source>Gold</source>
        <comment>the gold answer was made from this one</comment>
        <translation>金标准</translation>
    </message>
    <message>
        <source>ROUGE-L</source>
        <translation>ROUGE-L</translation>
    </message>
</context>
<context>
    <name>ecva::AnswerGrid</name>
    <message>
        <source>Expert</source>
        <translation>专家</translation>
    </message>
    <message>
        <source>mean ROUGE-L %1</source>
        <translation>平均 ROUGE-L %1</translation>
    </message>
    <message>
        <source>mean Δ %1</source>
        <translation>平均 Δ %1</translation>
    </message>
    <message>
        <source>Gold</source>
        <comment>this field has a gold answer</comment>
        <translation>金标准</translation>
    </message>
    <message>
        <source>%1, expert</source>
        <translation>%1，专家</translation>
    </message>
    <message>
        <source>The expert has not answered.</source>
        <translation>专家尚未回答。</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>field, model</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>The model&apos;s answer is empty.</source>
        <translation>模型的回答为空。</translation>
    </message>
    <message>
        <source>This model was not asked.</source>
        <translation>没有问过这个模型。</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
</context>
<context>
    <name>ecva::Audition</name>
    <message>
        <source>No video is open.</source>
        <translation>没有打开视频。</translation>
    </message>
    <message>
        <source>The segment has times but no frames yet.</source>
        <translation>该片段只有时间，还没有帧号。</translation>
    </message>
    <message>
        <source>Select a segment, or mark a start and an end.</source>
        <translation>请选中一个片段，或标出入点和出点。</translation>
    </message>
    <message>
        <source>The segment begins with the clip: nothing is before it.</source>
        <translation>片段从视频开头开始：前面没有内容。</translation>
    </message>
    <message>
        <source>The segment ends with the clip: nothing is after it.</source>
        <translation>片段到视频结尾为止：后面没有内容。</translation>
    </message>
    <message>
        <source>The segment lies outside the clip.</source>
        <translation>片段在视频范围之外。</translation>
    </message>
</context>
<context>
    <name>ecva::ClassPopup</name>
    <message>
        <source>Code or name</source>
        <translation>编码或名称</translation>
    </message>
    <message>
        <source>Find a class by code or name</source>
        <translation>按编码或名称查找类别</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Enter chooses · Backspace in the empty field removes the class</source>
        <translation>Enter 选择 · 在空栏按退格键移除类别</translation>
    </message>
    <message>
        <source>No class matches. Type a code (7-1, or 71) or part of a name.</source>
        <translation>没有符合的类别。请输入编码（7-1 或 71）或名称的一部分。</translation>
    </message>
</context>
<context>
    <name>ecva::ClipAnalysis</name>
    <message>
        <source>Drawing the sound</source>
        <translation>正在绘制声音波形</translation>
    </message>
    <message>
        <source>Looking for shots</source>
        <translation>正在查找镜头切换</translation>
    </message>
</context>
<context>
    <name>ecva::ClipListModel</name>
    <message>
        <source>No video</source>
        <translation>无视频</translation>
    </message>
    <message>
        <source>In the player</source>
        <translation>正在播放器中</translation>
    </message>
</context>
<context>
    <name>ecva::ClipRules</name>
    <message>
        <source>Nobody has said whether there is an anomaly.</source>
        <translation>尚未判断是否有异常。</translation>
    </message>
    <message>
        <source>Why is empty.</source>
        <translation>“为什么”为空。</translation>
    </message>
    <message>
        <source>How is empty.</source>
        <translation>“结果如何”为空。</translation>
    </message>
    <message>
        <source>Segment %1 has no class.</source>
        <translation>片段 %1 没有类别。</translation>
    </message>
    <message>
        <source>What is empty for segment %1.</source>
        <translation>片段 %1 的“发生了什么”为空。</translation>
    </message>
    <message>
        <source>No segment is marked.</source>
        <translation>没有标出片段。</translation>
    </message>
    <message>
        <source>What is empty.</source>
        <translation>“发生了什么”为空。</translation>
    </message>
    <message>
        <source>Key sentence %1 is too long: %2 of %3.</source>
        <translation>关键句 %1 过长：%2，上限 %3。</translation>
    </message>
    <message numerus="yes">
        <source>%n key sentence(s) missing.</source>
        <translation>
            <numerusform>缺少 %n 条关键句。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n key sentence(s) too many.</source>
        <translation>
            <numerusform>多出 %n 条关键句。</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no clip.</source>
        <translation>没有视频。</translation>
    </message>
    <message>
        <source>The clip is empty: choose a verdict first.</source>
        <translation>视频尚无内容：请先选择结论。</translation>
    </message>
</context>
<context>
    <name>ecva::CommandPalette</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Find a command</source>
        <translation>查找命令</translation>
    </message>
    <message>
        <source>Enter runs it   Esc closes</source>
        <translation>Enter 执行   Esc 关闭</translation>
    </message>
</context>
<context>
    <name>ecva::ControlLine</name>
    <message numerus="yes">
        <source>Against %n control(s)</source>
        <translation>
            <numerusform>与 %n 个对照比较</numerusform>
        </translation>
    </message>
    <message>
        <source>Key frames %1</source>
        <translation>关键帧 %1</translation>
    </message>
    <message>
        <source>Control %1: %2</source>
        <translation>对照 %1：%2</translation>
    </message>
    <message>
        <source>No controls</source>
        <translation>没有对照</translation>
    </message>
    <message numerus="yes">
        <source>%n other frame(s) masked, %1 to %2</source>
        <translation>
            <numerusform>遮去另外 %n 帧，%1 至 %2</numerusform>
        </translation>
    </message>
    <message>
        <source>evidence would sit here →</source>
        <translation>若有依据，会落在这里 →</translation>
    </message>
</context>
<context>
    <name>ecva::DeltaBadge</name>
    <message>
        <source>Δ not measured</source>
        <translation>Δ 未测量</translation>
    </message>
</context>
<context>
    <name>ecva::DeltaHead</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Previous answer of a model</source>
        <translation>上一个模型回答</translation>
    </message>
    <message>
        <source>Next answer of a model</source>
        <translation>下一个模型回答</translation>
    </message>
    <message>
        <source>Key frames</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>遮挡方式</translation>
    </message>
    <message>
        <source>Delete cuts the key frames out and samples again; the others replace their pictures.</source>
        <translation>“删除”会剪掉关键帧并重新采样；其余方式只替换画面。</translation>
    </message>
    <message>
        <source>Controls</source>
        <translation>对照</translation>
    </message>
    <message>
        <source>How many times other frames are taken away, to compare with.</source>
        <translation>另取其他帧遮去多少次，用来比较。</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>All of %1</source>
        <translation>%1的全部片段</translation>
    </message>
    <message>
        <source>Segment %1, %2–%3</source>
        <translation>片段 %1，%2–%3</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新测量</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Measuring, %1%</source>
        <translation>测量中，%1%</translation>
    </message>
</context>
<context>
    <name>ecva::DeltaSession</name>
    <message>
        <source>No project open</source>
        <translation>没有打开的项目</translation>
    </message>
    <message>
        <source>No model has answered about this clip.</source>
        <translation>还没有模型回答过这段视频。</translation>
    </message>
    <message>
        <source>Open for reading only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>Mark a segment first: its frames are the key frames.</source>
        <translation>请先标出片段：其中的帧就是关键帧。</translation>
    </message>
    <message>
        <source>Measuring already</source>
        <translation>正在测量</translation>
    </message>
</context>
<context>
    <name>ecva::DeltaView</name>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Blank</source>
        <translation>均色</translation>
    </message>
    <message>
        <source>Black</source>
        <translation>黑色</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>定格</translation>
    </message>
    <message>
        <source>Blur</source>
        <translation>模糊</translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer is as likely as before.</source>
        <translation>
            <numerusform>去掉 %n 个关键帧，这个回答的可能性与之前一样。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer loses no more than without others.</source>
        <translation>
            <numerusform>去掉 %n 个关键帧，对这个回答的影响并不比去掉其他帧更大。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer loses a little more than without others.</source>
        <translation>
            <numerusform>去掉 %n 个关键帧，对这个回答的影响比去掉其他帧略大。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) this answer loses a little, and more than without any others.</source>
        <translation>
            <numerusform>去掉 %n 个关键帧，对这个回答略有影响，且大于去掉任何其他帧。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Without the %n key frame(s) each token of this answer is %1 times less likely.</source>
        <translation>
            <numerusform>去掉 %n 个关键帧，这个回答每个词元的可能性降为 1/%1。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The model never saw the anomaly (0 of %n samples).</source>
        <translation>
            <numerusform>模型没有看到异常（%n 帧中 0 帧）。</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to compare with: any frame that is missing changes an answer.</source>
        <translation>没有可比的对照：少了任何一帧，回答都会变化。</translation>
    </message>
    <message>
        <source>None of the frames it was given lies in a marked segment, so nothing could be taken away.</source>
        <translation>模型看到的帧都不在标注的片段内，因此没有可去掉的帧。</translation>
    </message>
    <message>
        <source>No word leans on them.</source>
        <translation>没有词依赖它们。</translation>
    </message>
    <message>
        <source>Only “%1” leans on them.</source>
        <translation>只有“%1”依赖它们。</translation>
    </message>
    <message>
        <source>“%1” leans on them most.</source>
        <translation>“%1”最依赖它们。</translation>
    </message>
    <message numerus="yes">
        <source>Taking away %n other(s) costs %1 on average.</source>
        <translation>
            <numerusform>去掉另外 %n 帧平均损失 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Without them the model says that it cannot tell.</source>
        <translation>没有它们，模型表示无法判断。</translation>
    </message>
    <message>
        <source>Its answer stays the same, word for word.</source>
        <translation>回答一字未变。</translation>
    </message>
    <message>
        <source>%1: %2 nats</source>
        <translation>%1：%2 奈特</translation>
    </message>
    <message>
        <source>What (description)</source>
        <translation>发生了什么（描述）</translation>
    </message>
    <message>
        <source>Why (cause)</source>
        <translation>为什么（原因）</translation>
    </message>
    <message>
        <source>How (result)</source>
        <translation>结果如何（结果）</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>When</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Read off the video</source>
        <translation>依据视频作答</translation>
    </message>
    <message>
        <source>Partly read off the video</source>
        <translation>部分依据视频</translation>
    </message>
    <message>
        <source>Probably not read off the video</source>
        <translation>很可能没有依据视频</translation>
    </message>
    <message>
        <source>Never saw the anomaly</source>
        <translation>没有看到异常</translation>
    </message>
    <message>
        <source>No verdict without controls</source>
        <translation>没有对照，无法判定</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>one sentence after another</comment>
        <translation>%1%2</translation>
    </message>
    <message>
        <source>no controls</source>
        <translation>没有对照</translation>
    </message>
    <message>
        <source>above the controls</source>
        <translation>高于所有对照</translation>
    </message>
    <message>
        <source>below the controls</source>
        <translation>低于所有对照</translation>
    </message>
    <message>
        <source>among the controls</source>
        <translation>在对照范围内</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 blackened</source>
        <translation>
            <numerusform>%1 帧中 %n 帧涂黑</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 frozen</source>
        <translation>
            <numerusform>%1 帧中 %n 帧定格</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 blurred</source>
        <translation>
            <numerusform>%1 帧中 %n 帧模糊</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 blanked</source>
        <translation>
            <numerusform>%1 帧中 %n 帧改为均色</numerusform>
        </translation>
    </message>
    <message>
        <source>What was cut out, and what it cost the answer</source>
        <translation>剪去了哪些帧，对回答的影响</translation>
    </message>
    <message>
        <source>What was blanked, and what it cost the answer</source>
        <translation>哪些帧改为均色，对回答的影响</translation>
    </message>
    <message>
        <source>What was blackened, and what it cost the answer</source>
        <translation>哪些帧涂黑，对回答的影响</translation>
    </message>
    <message>
        <source>What was frozen, and what it cost the answer</source>
        <translation>哪些帧定格，对回答的影响</translation>
    </message>
    <message>
        <source>What was blurred, and what it cost the answer</source>
        <translation>哪些帧模糊，对回答的影响</translation>
    </message>
    <message>
        <source>Greedy</source>
        <translation>贪心解码</translation>
    </message>
    <message>
        <source>Temperature %1</source>
        <translation>温度 %1</translation>
    </message>
    <message>
        <source>seed %1</source>
        <translation>种子 %1</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <comment>items of a list</comment>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>Copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>Measure the delta</source>
        <translation>测量差值</translation>
    </message>
    <message>
        <source>Stop measuring</source>
        <translation>停止测量</translation>
    </message>
    <message>
        <source>Nothing is being measured</source>
        <translation>没有正在进行的测量</translation>
    </message>
    <message>
        <source>There is no further answer of a model</source>
        <translation>没有更多的模型回答</translation>
    </message>
    <message>
        <source>Previous answer of a model</source>
        <translation>上一个模型回答</translation>
    </message>
    <message>
        <source>Next answer of a model</source>
        <translation>下一个模型回答</translation>
    </message>
    <message>
        <source>Untrained demonstration weights: answers are noise.</source>
        <translation>演示权重未经训练：回答没有意义。</translation>
    </message>
    <message>
        <source>Copies model, weights, prompt, frames, masks, seeds and decoding as JSON</source>
        <translation>以 JSON 复制模型、权重、提示词、帧、遮挡、种子和解码参数</translation>
    </message>
    <message>
        <source>No clip is open</source>
        <translation>没有打开的视频</translation>
    </message>
    <message>
        <source>Reading the video…</source>
        <translation>正在读取视频…</translation>
    </message>
    <message>
        <source>No video is linked to this clip.</source>
        <translation>此条目没有链接视频。</translation>
    </message>
    <message>
        <source>No model has answered about this clip.</source>
        <translation>还没有模型回答过这段视频。</translation>
    </message>
    <message>
        <source>Ask it in Annotate with F9, then measure here what the answer leaned on.</source>
        <translation>请在“标注”中按 F9 提问，再到这里测量回答依据了什么。</translation>
    </message>
    <message>
        <source>This delta cannot be read. Run it again.</source>
        <translation>无法读取这份测量结果。请重新测量。</translation>
    </message>
    <message>
        <source>Not measured yet.</source>
        <translation>尚未测量。</translation>
    </message>
    <message>
        <source>F9 asks the model again without the key frames. What stays as likely as before was not read off them.</source>
        <translation>按 F9 去掉关键帧再问一次模型。可能性不变的内容，并不是从这些帧看来的。</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>奈特/词元</translation>
    </message>
    <message>
        <source>Key frames, Δ</source>
        <translation>关键帧 Δ</translation>
    </message>
    <message>
        <source>the model saw none</source>
        <translation>模型没有看到</translation>
    </message>
    <message>
        <source>Controls, mean Δ</source>
        <translation>对照平均 Δ</translation>
    </message>
    <message>
        <source>%1 to %2, n = %3</source>
        <translation>%1 至 %2，n = %3</translation>
    </message>
    <message>
        <source>Adjusted delta</source>
        <translation>校正差值</translation>
    </message>
    <message>
        <source>Answer change</source>
        <translation>回答变化</translation>
    </message>
    <message>
        <source>1 − ROUGE-L</source>
        <translation>1 − ROUGE-L</translation>
    </message>
    <message>
        <source>not asked again</source>
        <translation>未再提问</translation>
    </message>
    <message>
        <source>Yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>No</source>
        <translation>否</translation>
    </message>
    <message>
        <source>says it cannot tell</source>
        <translation>表示无法判断</translation>
    </message>
    <message>
        <source>no “cannot tell”</source>
        <translation>没有说“无法判断”</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒答</translation>
    </message>
    <message>
        <source>Same claim</source>
        <translation>说法不变</translation>
    </message>
    <message>
        <source>not judged</source>
        <translation>未评判</translation>
    </message>
    <message>
        <source>Hallucinated</source>
        <translation>幻觉</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒答</translation>
    </message>
    <message>
        <source>Answer %1 of %2</source>
        <translation>第 %1 个回答，共 %2 个</translation>
    </message>
    <message>
        <source>Copy provenance</source>
        <translation>复制来源信息</translation>
    </message>
    <message numerus="yes">
        <source>%n of %1 cut out</source>
        <translation>
            <numerusform>%1 帧中剪去 %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>There is no room outside the key intervals for as many other frames.</source>
        <translation>关键区间之外没有余地再取同样多的帧。</translation>
    </message>
    <message>
        <source>So many samples are key frames that as many others cannot be masked.</source>
        <translation>关键帧太多，无法再遮去同样多的其他帧。</translation>
    </message>
    <message>
        <source>The key frames are the whole clip: they were blanked, not cut out.</source>
        <translation>关键帧覆盖整段视频：改为均色，而不是剪去。</translation>
    </message>
    <message>
        <source>Measured on the answer that the model gives now; the stored one reads otherwise.</source>
        <translation>测量的是模型现在给出的回答，与已存的不同。</translation>
    </message>
    <message>
        <source>No picture comes before the first frames: they were blanked, not frozen.</source>
        <translation>最前面的帧之前没有画面：改为均色，而不是定格。</translation>
    </message>
    <message numerus="yes">
        <source>Taking away %n other(s) makes it likelier, by %1 on average.</source>
        <translation>
            <numerusform>去掉另外 %n 帧反而更可能，平均 %1。</numerusform>
        </translation>
    </message>
    <message>
        <source>Open Measure first</source>
        <translation>请先打开“度量”</translation>
    </message>
    <message>
        <source>Controls are alike: there are too few other frames for different ones.</source>
        <translation>各对照相同：其余的帧太少，无法取得不同的对照。</translation>
    </message>
    <message>
        <source>Took %1 s</source>
        <translation>用时 %1 秒</translation>
    </message>
</context>
<context>
    <name>ecva::DisagreementList</name>
    <message>
        <source>%1: %2</source>
        <comment>field, what differs</comment>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>ROUGE-L %1. %2</source>
        <comment>score; what was decided</comment>
        <translation>ROUGE-L %1。%2</translation>
    </message>
    <message>
        <source>Gold from the expert answer</source>
        <translation>金标准取自专家回答</translation>
    </message>
    <message>
        <source>Has a gold answer</source>
        <translation>已有金标准</translation>
    </message>
    <message>
        <source>ROUGE-L with the expert answer</source>
        <translation>与专家回答的 ROUGE-L</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>分歧</translation>
    </message>
    <message>
        <source>Nothing to compare in this clip.</source>
        <translation>这个视频没有可比较的回答。</translation>
    </message>
</context>
<context>
    <name>ecva::EdgePopup</name>
    <message>
        <source>last frame out</source>
        <translation>片段外最后一帧</translation>
    </message>
    <message>
        <source>last frame in</source>
        <translation>片段内最后一帧</translation>
    </message>
    <message>
        <source>first frame in</source>
        <translation>片段内第一帧</translation>
    </message>
    <message>
        <source>first frame out</source>
        <translation>片段外第一帧</translation>
    </message>
    <message numerus="yes">
        <source>%n frames</source>
        <translation>
            <numerusform>%n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>+%1 frames</source>
        <translation>+%1 帧</translation>
    </message>
    <message>
        <source>−%1 frames</source>
        <translation>−%1 帧</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Shift</translation>
    </message>
    <message>
        <source>drag freely</source>
        <translation>自由拖动</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>put it back</source>
        <translation>放回原处</translation>
    </message>
</context>
<context>
    <name>ecva::EvidencePane</name>
    <message>
        <source>Answer with the key frames</source>
        <translation>有关键帧时的回答</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>回答</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n words do not depend on them</source>
        <translation>
            <numerusform>%n 个词中有 %1 个不依赖它们</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::Exchange</name>
    <message>
        <source>%1 bytes</source>
        <translation>%1 字节</translation>
    </message>
    <message>
        <source>%1 MB</source>
        <translation>%1 MB</translation>
    </message>
    <message>
        <source>Round %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message>
        <source>Description</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>Cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Classification</source>
        <translation>分类</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Free question</source>
        <translation>自由提问</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>结果如何</translation>
    </message>
    <message>
        <source>Which class</source>
        <translation>哪一类</translation>
    </message>
    <message>
        <source>When</source>
        <translation>何时</translation>
    </message>
</context>
<context>
    <name>ecva::ExportPlanPage</name>
    <message>
        <source>%1 %2×</source>
        <translation>%1 %2×</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>任务类型</translation>
    </message>
    <message>
        <source>Why refused</source>
        <translation>拒绝原因</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Record</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation>清单</translation>
    </message>
    <message>
        <source>Previous record</source>
        <translation>上一条记录</translation>
    </message>
    <message>
        <source>Next record</source>
        <translation>下一条记录</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>写出</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>处</translation>
    </message>
    <message>
        <source>Clip and task</source>
        <translation>视频与任务</translation>
    </message>
    <message>
        <source>In the project</source>
        <translation>项目中</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Records asked</source>
        <translation>请求的记录</translation>
    </message>
    <message>
        <source>Warnings</source>
        <translation>警告</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>大小</translation>
    </message>
    <message>
        <source>that the filter lets through</source>
        <translation>符合筛选条件</translation>
    </message>
    <message>
        <source>in %1 tasks</source>
        <translation>%1 类任务</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>every one has a reason</source>
        <translation>每条都有原因</translation>
    </message>
    <message>
        <source>nothing is left out</source>
        <translation>没有遗漏</translation>
    </message>
    <message>
        <source>nothing is refused for them</source>
        <translation>不因此拒绝</translation>
    </message>
    <message>
        <source>one file, and a manifest</source>
        <translation>一个文件和一份清单</translation>
    </message>
    <message>
        <source>Record %1 of %2</source>
        <translation>记录 %1 / %2</translation>
    </message>
    <message>
        <source>No record</source>
        <translation>没有记录</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>%1, and %2 other texts</source>
        <translation>%1，以及另外 %2 种文字</translation>
    </message>
</context>
<context>
    <name>ecva::ExportSession</name>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>Working out what would be written…</source>
        <translation>正在计算将写出的内容…</translation>
    </message>
    <message>
        <source>Nothing can be written so.</source>
        <translation>这样无法写出。</translation>
    </message>
    <message>
        <source>No task is ticked.</source>
        <translation>没有勾选任务。</translation>
    </message>
    <message>
        <source>No record is left to write.</source>
        <translation>没有可写出的记录。</translation>
    </message>
    <message>
        <source>Name a file to write to.</source>
        <translation>请指定要写入的文件。</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>写入 %1</translation>
    </message>
</context>
<context>
    <name>ecva::ExportView</name>
    <message>
        <source>Export, dry run</source>
        <translation>导出预演</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>筛选</translation>
    </message>
    <message>
        <source>status:accepted round:1 class:7 text</source>
        <translation>status:accepted round:1 class:7 文字</translation>
    </message>
    <message>
        <source>Words that must all hold: clip: status: verdict: assignee: round: task: source: class:, or a text of the clip</source>
        <translation>须同时满足的条件：clip: status: verdict: assignee: round: task: source: class:，或视频中的文字</translation>
    </message>
    <message>
        <source>To</source>
        <translation>写到</translation>
    </message>
    <message>
        <source>File to write</source>
        <translation>要写入的文件</translation>
    </message>
    <message>
        <source>Choose the file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Show in folder</source>
        <translation>在文件夹中显示</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>The same:</source>
        <translation>等同于：</translation>
    </message>
    <message>
        <source>The same on the command line</source>
        <translation>等同的命令行</translation>
    </message>
    <message numerus="yes">
        <source>%Ln clip(s)</source>
        <translation>
            <numerusform>%Ln 个视频</numerusform>
        </translation>
    </message>
    <message>
        <source>Dry run, %1 s</source>
        <translation>预演，%1 秒</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>%Ln record(s) and a manifest</source>
        <translation>
            <numerusform>%Ln 条记录和一份清单</numerusform>
        </translation>
    </message>
    <message>
        <source>✓ %1 written, %2 refused</source>
        <translation>✓ 写出 %1，拒绝 %2</translation>
    </message>
    <message>
        <source>%1, SHA-256 %2</source>
        <translation>%1，SHA-256 %2</translation>
    </message>
    <message>
        <source>Nothing was written.</source>
        <translation>没有写出任何内容。</translation>
    </message>
    <message>
        <source>Writing, %1%</source>
        <translation>正在写入，%1%</translation>
    </message>
    <message>
        <source>Replaces the file that is there, once the new one is whole.</source>
        <translation>新文件完整后才替换已有文件。</translation>
    </message>
    <message>
        <source>Written beside, then renamed: a stopped export leaves nothing.</source>
        <translation>先写到旁边再改名：中断的导出不留下任何东西。</translation>
    </message>
    <message>
        <source>Nothing would be written.</source>
        <translation>不会写入任何内容。</translation>
    </message>
</context>
<context>
    <name>ecva::FilmStrip</name>
    <message numerus="yes">
        <source>%n sampled, %1 key</source>
        <translation>
            <numerusform>采样 %n 帧，关键 %1 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing to take away</source>
        <translation>没有可去掉的帧</translation>
    </message>
    <message>
        <source>With key frames: %1</source>
        <translation>有关键帧：%1</translation>
    </message>
    <message>
        <source>Without them: %1</source>
        <translation>没有关键帧：%1</translation>
    </message>
    <message>
        <source>Frame %1, taken away</source>
        <translation>第 %1 帧，已去掉</translation>
    </message>
    <message>
        <source>Frame %1, a key frame</source>
        <translation>第 %1 帧，关键帧</translation>
    </message>
    <message>
        <source>Frame %1</source>
        <translation>第 %1 帧</translation>
    </message>
    <message>
        <source>With key frames</source>
        <translation>有关键帧</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>Without them</source>
        <translation>没有关键帧</translation>
    </message>
    <message>
        <source>No segment is marked on this round.</source>
        <translation>这一轮没有标出片段。</translation>
    </message>
</context>
<context>
    <name>ecva::FirstRunPage</name>
    <message>
        <source>Open clips to begin</source>
        <translation>打开视频即可开始</translation>
    </message>
    <message>
        <source>Everything stays on this computer. Every edit is saved as you make it.</source>
        <translation>一切都留在本机。每次修改都会立即保存。</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>Three short clips, two of them annotated.</source>
        <translation>三段短视频，其中两段已标注。</translation>
    </message>
    <message>
        <source>Enter</source>
        <translation>Enter</translation>
    </message>
    <message>
        <source>Open a folder of clips</source>
        <translation>打开视频文件夹</translation>
    </message>
    <message>
        <source>mp4, avi, mkv, mov, webm. Files are not copied.</source>
        <translation>mp4、avi、mkv、mov、webm。不复制文件。</translation>
    </message>
    <message>
        <source>Import an annotation sheet</source>
        <translation>导入标注表格</translation>
    </message>
    <message>
        <source>or drop clips, folders or a project here</source>
        <translation>或把视频、文件夹、项目拖到这里</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
    <message>
        <source>How it looks</source>
        <translation>外观</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>语言</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>主题</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>High contrast</source>
        <translation>高对比度</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>观看</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标记</translation>
    </message>
    <message>
        <source>Write</source>
        <translation>书写</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一个</translation>
    </message>
    <message>
        <source>I, O, Enter</source>
        <translation>I、O、Enter</translation>
    </message>
    <message>
        <source>What, Why, How</source>
        <translation>何事、为何、结果</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>No projects yet</source>
        <translation>还没有项目</translation>
    </message>
    <message>
        <source>Projects you open appear here, newest first.</source>
        <translation>打开过的项目会列在这里，最新的在前。</translation>
    </message>
    <message>
        <source>ECVA&apos;s xlsx, models&apos; answers. A report comes first.</source>
        <translation>ECVA 的 xlsx、模型的回答。先给出报告。</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>Space, J K L</source>
        <translation>空格、J K L</translation>
    </message>
    <message>
        <source>F9</source>
        <translation>F9</translation>
    </message>
    <message>
        <source>Delta</source>
        <translation>幻觉差值</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>所有按键</translation>
    </message>
    <message>
        <source>All commands</source>
        <translation>所有命令</translation>
    </message>
</context>
<context>
    <name>ecva::FrameProof</name>
    <message>
        <source>Verify frame numbers</source>
        <translation>验证帧号</translation>
    </message>
    <message>
        <source>No video is shown</source>
        <translation>没有显示视频</translation>
    </message>
    <message>
        <source>Frame numbers are being verified already</source>
        <translation>正在验证帧号</translation>
    </message>
    <message>
        <source>Verify frame numbers of %1</source>
        <translation>验证 %1 的帧号</translation>
    </message>
    <message numerus="yes">
        <source>Frame numbers verified: %n seek(s), no difference</source>
        <translation>
            <numerusform>帧号已验证：%n 次跳转，无差异</numerusform>
        </translation>
    </message>
    <message>
        <source>Frame numbers are not exact: see the status line</source>
        <translation>帧号不准确：见状态栏</translation>
    </message>
</context>
<context>
    <name>ecva::FrameTruthBadge</name>
    <message>
        <source>Click to compare random seeks with a decode from start to end.</source>
        <translation>点击可将随机跳转与从头到尾的解码逐一比对。</translation>
    </message>
    <message numerus="yes">
        <source>%n random seek(s) compared with a decode of all %1 frames</source>
        <translation>
            <numerusform>%n 次随机跳转已与全部 %1 帧的顺序解码比对</numerusform>
        </translation>
    </message>
    <message>
        <source>Verified %1 with FFmpeg %2</source>
        <translation>%1 验证，FFmpeg %2</translation>
    </message>
    <message>
        <source>Frame numbers exact</source>
        <translation>帧号准确</translation>
    </message>
    <message>
        <source>Every frame was decoded for the index.</source>
        <translation>建立索引时已解码每一帧。</translation>
    </message>
    <message>
        <source>From the file&apos;s packets; the beginning and the end were decoded.</source>
        <translation>取自文件的数据包；已解码开头和结尾。</translation>
    </message>
    <message>
        <source>Frame numbers verified</source>
        <translation>帧号已验证</translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s) in this file</source>
        <translation>
            <numerusform>此文件有 %n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 frames indexed, but %2 decode</source>
        <translation>索引有 %1 帧，但只解码出 %2 帧</translation>
    </message>
    <message numerus="yes">
        <source>%n frame(s) not exact</source>
        <translation>
            <numerusform>%n 帧不准确</numerusform>
        </translation>
    </message>
    <message>
        <source>Other pictures after a seek: %1</source>
        <translation>跳转后画面不同的帧：%1</translation>
    </message>
    <message>
        <source>Verifying frame numbers, %1 %</source>
        <translation>正在验证帧号，%1 %</translation>
    </message>
    <message numerus="yes">
        <source>%n packet(s), but %1 frames decode</source>
        <translation>
            <numerusform>%n 个数据包，但只解码出 %1 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged packet(s)</source>
        <translation>
            <numerusform>%n 个损坏的数据包</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n damaged frame(s), the first is frame %1</source>
        <translation>
            <numerusform>%n 帧损坏，第一处为第 %1 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Reading ended early: %1</source>
        <translation>读取提前结束：%1</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s) in the container: %1</source>
        <translation>
            <numerusform>容器中有 %n 处错误：%1</numerusform>
        </translation>
    </message>
    <message>
        <source>Damaged pictures</source>
        <translation>画面损坏</translation>
    </message>
    <message>
        <source>Pictures were damaged when they were decoded. Verify to find all.</source>
        <translation>解码时发现画面损坏。验证可找出全部损坏。</translation>
    </message>
    <message>
        <source>%1 carries no checks: damage inside pictures may go unseen.</source>
        <translation>%1 不带校验：画面内部的损坏可能无法察觉。</translation>
    </message>
</context>
<context>
    <name>ecva::GoToPopup</name>
    <message>
        <source>Go to</source>
        <translation>跳转到</translation>
    </message>
    <message>
        <source>Frame number, timecode or seconds</source>
        <translation>帧号、时间码或秒数</translation>
    </message>
    <message>
        <source>Frames 0 to %1, up to %2</source>
        <translation>帧 0 至 %1，最长 %2</translation>
    </message>
    <message>
        <source>“%1” is no frame number, timecode or seconds.</source>
        <translation>“%1”不是帧号、时间码或秒数。</translation>
    </message>
    <message>
        <source>The last frame is %1.</source>
        <translation>最后一帧是 %1。</translation>
    </message>
    <message>
        <source>The clip ends at %1.</source>
        <translation>视频在 %1 结束。</translation>
    </message>
    <message>
        <source>438, 0:16.2, 16.2s or +25</source>
        <translation>438、0:16.2、16.2s 或 +25</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>没有打开视频。</translation>
    </message>
    <message>
        <source>This clip has no constant rate, so no frames of a second to count by.</source>
        <translation>该视频的帧率不恒定，不能按每秒帧数计数。</translation>
    </message>
    <message>
        <source>Drop-frame timecode leaves “%1” out.</source>
        <translation>丢帧时间码中没有“%1”。</translation>
    </message>
    <message>
        <source>The first frame is 0.</source>
        <translation>第一帧是 0。</translation>
    </message>
    <message>
        <source>The clip begins at %1.</source>
        <translation>视频从 %1 开始。</translation>
    </message>
</context>
<context>
    <name>ecva::GoldEditor</name>
    <message>
        <source>Gold answer, %1</source>
        <translation>金标准：%1</translation>
    </message>
    <message>
        <source>not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>from %1, not saved yet</source>
        <translation>取自%1，尚未保存</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>取自%1</translation>
    </message>
    <message>
        <source>No gold answer yet. Accept, keep or merge; Enter writes one.</source>
        <translation>还没有金标准。请接受、保留或合并；按 Enter 直接书写。</translation>
    </message>
    <message>
        <source>Word for word %1</source>
        <translation>与%1逐字相同</translation>
    </message>
    <message>
        <source>Changed from %1</source>
        <translation>相对%1的改动</translation>
    </message>
    <message>
        <source>%1, marked: not in your text</source>
        <comment>name of a model</comment>
        <translation>%1，标出您的文字里没有的词</translation>
    </message>
</context>
<context>
    <name>ecva::GroupTitles</name>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>Segment</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>帮助</translation>
    </message>
    <message>
        <source>View</source>
        <translation>视图</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>Delta, hallucination, evidence</source>
        <comment>other names of Measure</comment>
        <translation>差值、幻觉、依据</translation>
    </message>
    <message>
        <source>Compare, gold, disagreements</source>
        <comment>other names of Review</comment>
        <translation>对比、金标准、分歧</translation>
    </message>
    <message>
        <source>Spreadsheet, xlsx, JSON, CSV</source>
        <comment>other names of Import</comment>
        <translation>表格、xlsx、JSON、CSV</translation>
    </message>
    <message>
        <source>Save as, training data, JSON</source>
        <comment>other names of Export</comment>
        <translation>另存为、训练数据、JSON</translation>
    </message>
    <message>
        <source>Shortcuts, keyboard</source>
        <comment>other names of All keys</comment>
        <translation>快捷键、键盘</translation>
    </message>
    <message>
        <source>Checkpoint, weights, AnomShield</source>
        <comment>other names of Load a model</comment>
        <translation>检查点、权重、AnomShield</translation>
    </message>
</context>
<context>
    <name>ecva::ImportPlanPage</name>
    <message>
        <source>Row %1</source>
        <translation>第 %1 行</translation>
    </message>
    <message>
        <source>no certain fix</source>
        <translation>没有确定的修正</translation>
    </message>
    <message>
        <source>Import again; what is there stays as it is</source>
        <translation>再次导入；已有内容保持不变</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>处</translation>
    </message>
    <message>
        <source>The record before and after</source>
        <translation>导入前后的记录</translation>
    </message>
    <message>
        <source>The cells are kept word for word beside what is read.</source>
        <translation>原始单元格会逐字保留。</translation>
    </message>
    <message>
        <source>Previous record</source>
        <translation>上一条记录</translation>
    </message>
    <message>
        <source>Next record</source>
        <translation>下一条记录</translation>
    </message>
    <message>
        <source>Place</source>
        <translation>位置</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件中</translation>
    </message>
    <message>
        <source>Suggested</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>读作</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>Becomes</source>
        <translation>变为</translation>
    </message>
    <message>
        <source>What happens</source>
        <translation>处理方式</translation>
    </message>
    <message numerus="yes">
        <source>%Ln rule(s)</source>
        <translation>
            <numerusform>%Ln 条规则</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 fixed, %2 stay open</source>
        <translation>修正 %1 处，%2 处保留</translation>
    </message>
    <message>
        <source>This file was imported on %1.</source>
        <translation>此文件已于 %1 导入。</translation>
    </message>
    <message>
        <source>Rows</source>
        <translation>行</translation>
    </message>
    <message>
        <source>%1 clips, %2 cuts, %3 templates</source>
        <translation>%1 个视频，%2 段剪辑，%3 个模板</translation>
    </message>
    <message>
        <source>Segments</source>
        <translation>片段</translation>
    </message>
    <message>
        <source>%1 key sentences</source>
        <translation>%1 条关键句</translation>
    </message>
    <message>
        <source>Classes</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>records with a code</source>
        <translation>有编码的记录</translation>
    </message>
    <message>
        <source>Missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>time, texts and keys empty</source>
        <translation>时间、文字和关键句为空</translation>
    </message>
    <message>
        <source>Need a look</source>
        <translation>需要查看</translation>
    </message>
    <message>
        <source>and %1 warnings, %2 notes</source>
        <translation>另有 %1 个警告，%2 个提示</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>rows with an error and no fix</source>
        <translation>有错误且无法修正的行</translation>
    </message>
    <message>
        <source>nothing is lost</source>
        <translation>没有丢失</translation>
    </message>
    <message>
        <source>%1, clip %2</source>
        <translation>%1，视频 %2</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>已拒绝</translation>
    </message>
    <message numerus="yes">
        <source>All %Ln fix(es)</source>
        <translation>
            <numerusform>全部 %Ln 处修正</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 ticked</source>
        <translation>已勾选 %1 / %2</translation>
    </message>
    <message>
        <source>Records</source>
        <translation>记录</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>回答</translation>
    </message>
    <message>
        <source>go to clips by file name</source>
        <translation>按文件名归入视频</translation>
    </message>
    <message>
        <source>No clip</source>
        <translation>无对应视频</translation>
    </message>
    <message>
        <source>videos this project has not</source>
        <translation>项目中没有的视频</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>and %1 placeholders</source>
        <translation>及 %1 条占位记录</translation>
    </message>
    <message>
        <source>records with an error</source>
        <translation>有错误的记录</translation>
    </message>
    <message>
        <source>tasks as they say</source>
        <translation>任务见各记录</translation>
    </message>
    <message>
        <source>Masked answers of %1, %2</source>
        <translation>%1 的遮蔽回答，%2</translation>
    </message>
    <message>
        <source>Answers of %1, %2</source>
        <translation>%1 的回答，%2</translation>
    </message>
</context>
<context>
    <name>ecva::ImportSession</name>
    <message>
        <source>Reading %1</source>
        <translation>读取 %1</translation>
    </message>
    <message>
        <source>The file is not read yet.</source>
        <translation>文件尚未读完。</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>没有打开项目。</translation>
    </message>
    <message>
        <source>The project is open for reading only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>This file is in the project already.</source>
        <translation>项目中已有此文件。</translation>
    </message>
    <message>
        <source>Nothing of this file can be imported.</source>
        <translation>此文件没有可导入的内容。</translation>
    </message>
    <message>
        <source>None of its videos is a clip of this project.</source>
        <translation>其中没有一个视频在本项目中。</translation>
    </message>
</context>
<context>
    <name>ecva::ImportView</name>
    <message>
        <source>Import, dry run</source>
        <translation>导入预演</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>This file cannot be imported</source>
        <translation>无法导入此文件</translation>
    </message>
    <message>
        <source>Choose another file…</source>
        <translation>选择其他文件…</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>One undo step</source>
        <translation>可一步撤销</translation>
    </message>
    <message>
        <source>Save report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>Ctrl+Enter</source>
        <translation>Ctrl+Enter</translation>
    </message>
    <message>
        <source>Space ticks, F8 next place</source>
        <translation>空格勾选，F8 下一处</translation>
    </message>
    <message>
        <source>Reading %1…</source>
        <translation>正在读取 %1…</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1, %2 rows → %3</source>
        <translation>%1，%2 行 → %3</translation>
    </message>
    <message>
        <source>%1, %2 rows → leave out</source>
        <translation>%1，%2 行 → 不导入</translation>
    </message>
    <message numerus="yes">
        <source>%Ln row(s) go in</source>
        <translation>
            <numerusform>导入 %Ln 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Writing…</source>
        <translation>正在写入…</translation>
    </message>
    <message>
        <source>%1 left out, %2 merged, %3 refused. Nothing is written yet.</source>
        <translation>不导入 %1，合并 %2，拒绝 %3。尚未写入任何内容。</translation>
    </message>
    <message>
        <source>Rule %1 of %2</source>
        <translation>规则 %1 / %2</translation>
    </message>
    <message>
        <source>Nothing is written.</source>
        <translation>没有写入任何内容。</translation>
    </message>
    <message>
        <source>Nothing is written yet.</source>
        <translation>尚未写入任何内容。</translation>
    </message>
    <message>
        <source>The report was not saved to %1: %2</source>
        <translation>报告未能保存到 %1：%2</translation>
    </message>
    <message>
        <source>The report is in %1.</source>
        <translation>报告已存到 %1。</translation>
    </message>
    <message>
        <source>Nothing was imported. %1</source>
        <translation>没有导入任何内容。%1</translation>
    </message>
    <message>
        <source>Imported %1: %2 clips, %3 segments, %4 texts. One undo takes it back.</source>
        <translation>已导入 %1：%2 个视频，%3 个片段，%4 段文字。撤销一次即可恢复。</translation>
    </message>
</context>
<context>
    <name>ecva::InspectorFooter</name>
    <message numerus="yes">
        <source>%n rule(s) open</source>
        <translation>
            <numerusform>%n 条规则未满足</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) open</source>
        <translation>
            <numerusform>%n 项未填</numerusform>
        </translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>Go to the next one (%1)</source>
        <translation>转到下一处（%1）</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>跳过</translation>
    </message>
    <message>
        <source>Submit and next</source>
        <translation>提交并下一条</translation>
    </message>
</context>
<context>
    <name>ecva::InspectorPanel</name>
    <message>
        <source>No clip is open</source>
        <translation>没有打开视频</translation>
    </message>
    <message>
        <source>No segment is selected</source>
        <translation>没有选中片段</translation>
    </message>
    <message>
        <source>Choose the class…</source>
        <translation>选择类别…</translation>
    </message>
    <message>
        <source>Class %1 · %2…</source>
        <translation>类别 %1 · %2…</translation>
    </message>
    <message>
        <source>Next open field or rule</source>
        <translation>下一处未完成</translation>
    </message>
    <message>
        <source>Submit and next</source>
        <translation>提交并下一条</translation>
    </message>
    <message>
        <source>Nothing is open in this clip</source>
        <translation>此视频已全部完成</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>严重度</translation>
    </message>
    <message>
        <source>Severity, 1 to 5</source>
        <translation>严重度，1 至 5</translation>
    </message>
    <message>
        <source>Class of the segment</source>
        <translation>片段的类别</translation>
    </message>
    <message>
        <source>Previous segment</source>
        <translation>上一个片段</translation>
    </message>
    <message>
        <source>Next segment</source>
        <translation>下一个片段</translation>
    </message>
    <message>
        <source>What</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>what happened</source>
        <translation>描述</translation>
    </message>
    <message>
        <source>What happens, who does it, and to whom?</source>
        <translation>发生了什么？谁做的？对谁？</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>cause</source>
        <translation>原因</translation>
    </message>
    <message>
        <source>What led to it?</source>
        <translation>起因是什么？</translation>
    </message>
    <message>
        <source>How</source>
        <translation>结果如何</translation>
    </message>
    <message>
        <source>result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>How did it end for people and property?</source>
        <translation>对人员和财物造成了什么结果？</translation>
    </message>
    <message>
        <source>The project is open for reading only</source>
        <translation>项目以只读方式打开</translation>
    </message>
    <message>
        <source>Segment %1</source>
        <translation>片段 %1</translation>
    </message>
    <message>
        <source>Clip</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>/ %1</source>
        <comment>of so many segments</comment>
        <translation>/ %1</translation>
    </message>
    <message>
        <source>Choose a class: type its code or name</source>
        <translation>选择类别：输入编码或名称</translation>
    </message>
    <message>
        <source>No segment selected</source>
        <translation>未选中片段</translation>
    </message>
    <message>
        <source>Press I at the start, O at the end, Enter.</source>
        <translation>起点按 I，终点按 O，再按 Enter。</translation>
    </message>
</context>
<context>
    <name>ecva::JobRow</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>%1 的进度</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>取消 %1</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>%1%</source>
        <translation>%1%</translation>
    </message>
    <message>
        <source>%1%, %2 left</source>
        <translation>%1%，剩余 %2</translation>
    </message>
    <message>
        <source>Done in %1</source>
        <translation>用时 %1</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
</context>
<context>
    <name>ecva::JobsIndicator</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) %1%</source>
        <translation>
            <numerusform>%n 个任务 %1%</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::JobsPanel</name>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>No jobs. Imports, exports and video indexes show here.</source>
        <translation>没有任务。导入、导出和视频索引会显示在这里。</translation>
    </message>
</context>
<context>
    <name>ecva::JsonView</name>
    <message>
        <source>%1
… and more</source>
        <translation>%1
……还有更多</translation>
    </message>
</context>
<context>
    <name>ecva::KeySentenceList</name>
    <message numerus="yes">
        <source>%n key sentence(s) at most</source>
        <translation>
            <numerusform>最多 %n 条关键句</numerusform>
        </translation>
    </message>
    <message>
        <source>Key sentences</source>
        <translation>关键句</translation>
    </message>
    <message>
        <source>%1 to %2, at most %3 characters each</source>
        <translation>%1–%2 句，每句不超过 %3 字</translation>
    </message>
    <message>
        <source>%1 to %2, at most %3 words each</source>
        <translation>%1–%2 句，每句不超过 %3 词</translation>
    </message>
    <message numerus="yes">
        <source>%n too long</source>
        <translation>
            <numerusform>%n 句过长</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n too many</source>
        <translation>
            <numerusform>多出 %n 句</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n missing</source>
        <translation>
            <numerusform>缺少 %n 句</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::KeySentenceRow</name>
    <message>
        <source>%1 / %2</source>
        <comment>length, limit</comment>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Delete removes this sentence</source>
        <translation>按 Delete 删除此句</translation>
    </message>
    <message>
        <source>Add a short sentence</source>
        <translation>添加一个短句</translation>
    </message>
    <message>
        <source>Key sentence %1</source>
        <translation>关键句 %1</translation>
    </message>
</context>
<context>
    <name>ecva::KeySheet</name>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>Single keys work while the player, the timeline or a list has the focus; never while you type.</source>
        <translation>单键在播放器、时间轴或列表获得焦点时有效；输入文字时绝不触发。</translation>
    </message>
</context>
<context>
    <name>ecva::LibraryPanel</name>
    <message>
        <source>The project has no clips</source>
        <translation>项目中没有视频</translation>
    </message>
    <message>
        <source>Next unfinished clip</source>
        <translation>下一个未完成的视频</translation>
    </message>
    <message>
        <source>Every other clip is finished</source>
        <translation>其他视频均已完成</translation>
    </message>
    <message>
        <source>Previous clip</source>
        <translation>上一个视频</translation>
    </message>
    <message>
        <source>Next clip</source>
        <translation>下一个视频</translation>
    </message>
    <message>
        <source>Find in names and text</source>
        <translation>搜索文件名与文字</translation>
    </message>
    <message>
        <source>Clips</source>
        <translation>视频</translation>
    </message>
    <message>
        <source>Words, or status:draft  class:7-1  verdict:anomaly  round:1</source>
        <translation>文字，或 status:draft  class:7-1  verdict:anomaly  round:1</translation>
    </message>
    <message>
        <source>Clips of the project</source>
        <translation>项目中的视频</translation>
    </message>
    <message>
        <source>Add clips</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>%1 / %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Clips that match, of all</source>
        <translation>符合的视频 / 全部</translation>
    </message>
    <message>
        <source>Clips submitted or further, of all</source>
        <translation>已提交及以后的视频 / 全部</translation>
    </message>
    <message>
        <source>No clips yet.
Drop videos or a folder here, or press +.</source>
        <translation>还没有视频。
把视频或文件夹拖到这里，或按 +。</translation>
    </message>
    <message>
        <source>No clip matches. Clear the filter (Esc).</source>
        <translation>没有符合的视频。按 Esc 清除筛选。</translation>
    </message>
    <message>
        <source>%1 of %2 selected</source>
        <translation>已选 %1 / %2</translation>
    </message>
    <message>
        <source>Selected clips, of all</source>
        <translation>所选视频 / 全部</translation>
    </message>
    <message>
        <source>Select all clips</source>
        <translation>全选视频</translation>
    </message>
    <message>
        <source>The list has no clips</source>
        <translation>列表中没有视频</translation>
    </message>
    <message numerus="yes">
        <source>Status of %n clip(s)</source>
        <translation>
            <numerusform>%n 个视频的状态</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::LoadModelDialog</name>
    <message>
        <source>Which folder?</source>
        <translation>选择哪个文件夹？</translation>
    </message>
    <message>
        <source>There is no “%1”.</source>
        <translation>“%1”不存在。</translation>
    </message>
    <message>
        <source>“%1” is a folder, not the file of a connector.</source>
        <translation>“%1”是文件夹，不是连接器文件。</translation>
    </message>
    <message>
        <source>“%1” is a file, not a folder.</source>
        <translation>“%1”是文件，不是文件夹。</translation>
    </message>
    <message>
        <source>Which adapter is to be computed beside the weights?</source>
        <translation>要在权重旁计算哪个适配器？</translation>
    </message>
    <message>
        <source>Loading… %1 %</source>
        <translation>正在加载… %1 %</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Load a model</source>
        <translation>加载模型</translation>
    </message>
    <message>
        <source>Folder with config.json and the weights</source>
        <translation>含 config.json 和权重的文件夹</translation>
    </message>
    <message>
        <source>Vision tower, a folder</source>
        <translation>视觉塔（文件夹）</translation>
    </message>
    <message>
        <source>Language model that an adapter or connector is for, a folder</source>
        <translation>适配器或连接器所属的语言模型（文件夹）</translation>
    </message>
    <message>
        <source>LoRA adapter, a folder</source>
        <translation>LoRA 适配器（文件夹）</translation>
    </message>
    <message>
        <source>Connector, a file</source>
        <translation>连接器（文件）</translation>
    </message>
    <message>
        <source>As the checkpoint says</source>
        <translation>按检查点的说明</translation>
    </message>
    <message>
        <source>None</source>
        <translation>无</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Choose: %1</source>
        <translation>选择：%1</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数值精度</translation>
    </message>
    <message>
        <source>Less</source>
        <translation>收起</translation>
    </message>
    <message>
        <source>More</source>
        <translation>更多</translation>
    </message>
    <message>
        <source>For checkpoints whose parts lie in several places</source>
        <translation>用于各部分存放在不同位置的检查点</translation>
    </message>
    <message>
        <source>Compute the adapter beside the weights</source>
        <translation>在权重旁计算适配器</translation>
    </message>
    <message>
        <source>Otherwise it is merged into them</source>
        <translation>否则合并到权重中</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>演示</translation>
    </message>
    <message>
        <source>A small untrained model, to see how it works: its answers are noise.</source>
        <translation>未经训练的小模型，仅供了解用法：它的回答没有意义。</translation>
    </message>
    <message>
        <source>Load</source>
        <translation>加载</translation>
    </message>
</context>
<context>
    <name>ecva::MainWindow</name>
    <message>
        <source>Open for reading only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>重试</translation>
    </message>
    <message>
        <source>%1 – ECVA Studio</source>
        <translation>%1 – ECVA Studio</translation>
    </message>
    <message>
        <source>What was typed last is not on the disk.</source>
        <translation>最后输入的内容尚未写入磁盘。</translation>
    </message>
    <message>
        <source>Close all the same</source>
        <translation>仍然关闭</translation>
    </message>
</context>
<context>
    <name>ecva::MarkLegend</name>
    <message>
        <source>Evidence per word</source>
        <translation>每个词的依据</translation>
    </message>
    <message>
        <source>less likely with them</source>
        <translation>有它们反而更不可能</translation>
    </message>
    <message>
        <source>no change</source>
        <translation>无变化</translation>
    </message>
    <message>
        <source>%1 and more</source>
        <translation>%1 及以上</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>消失</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
</context>
<context>
    <name>ecva::MaskTable</name>
    <message>
        <source>Key frames</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Control %1</source>
        <translation>对照 %1</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n frame(s) masked, %2</source>
        <translation>
            <numerusform>%1：遮去 %n 帧，%2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ecva::MaskedPane</name>
    <message>
        <source>Only with the key frames</source>
        <translation>仅在有关键帧时</translation>
    </message>
    <message>
        <source>Only without the key frames</source>
        <translation>仅在没有关键帧时</translation>
    </message>
    <message>
        <source>Answer without them</source>
        <translation>没有关键帧时的回答</translation>
    </message>
    <message numerus="yes">
        <source>%1 new, %2 gone, %n word(s) as before</source>
        <translation>
            <numerusform>新增 %1，消失 %2，%n 个词不变</numerusform>
        </translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>奈特/词元</translation>
    </message>
    <message>
        <source>It was not asked again: there is no frame to take away. Mark the segment where the anomaly is, or let the model see more frames.</source>
        <translation>没有再次提问：没有可去掉的帧。请标出异常所在的片段，或让模型看更多的帧。</translation>
    </message>
    <message>
        <source>Without controls there is no adjusted delta.</source>
        <translation>没有对照，就没有校正差值。</translation>
    </message>
</context>
<context>
    <name>ecva::Menus</name>
    <message>
        <source>Play the segment or its edges</source>
        <translation>播放片段或其边缘</translation>
    </message>
    <message>
        <source>Move by frames</source>
        <translation>逐帧移动</translation>
    </message>
    <message>
        <source>Class by its first digit</source>
        <translation>按首位数字选类别</translation>
    </message>
    <message>
        <source>Go to and select</source>
        <translation>跳转与选择</translation>
    </message>
    <message>
        <source>Tracks</source>
        <translation>轨道</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Sound</source>
        <translation>声音</translation>
    </message>
    <message>
        <source>Menus (also Alt and their first letter)</source>
        <translation>菜单（也可按 Alt 加英文首字母）</translation>
    </message>
    <message>
        <source>Nothing here while no project is open</source>
        <translation>未打开项目时此处为空</translation>
    </message>
    <message>
        <source>Recent projects</source>
        <translation>最近的项目</translation>
    </message>
</context>
<context>
    <name>ecva::ModelCard</name>
    <message>
        <source>What</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>How</source>
        <translation>结果如何</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>类别</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>on %1</source>
        <translation>%1</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>reading frames</source>
        <translation>正在读取帧</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n 个词元</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2 / s</source>
        <translation>%1 · 每秒 %2</translation>
    </message>
    <message numerus="yes">
        <source>Saw %n frame(s)</source>
        <translation>
            <numerusform>看了 %n 帧</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Saw %n frame(s), %1 in this segment</source>
        <translation>
            <numerusform>看了 %n 帧，其中 %1 帧在本片段内</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept into %1</source>
        <translation>采纳到“%1”</translation>
    </message>
    <message>
        <source>Ask</source>
        <translation>提问</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Load…</source>
        <translation>加载…</translation>
    </message>
    <message>
        <source>Demonstration</source>
        <translation>演示模型</translation>
    </message>
    <message>
        <source>A small untrained model, to see how it works: its answers are noise.</source>
        <translation>一个未经训练的小模型，用来了解用法：它的回答没有意义。</translation>
    </message>
    <message>
        <source>Untrained demonstration weights: answers are noise.</source>
        <translation>演示权重未经训练：回答没有意义。</translation>
    </message>
    <message>
        <source>Doubt it…</source>
        <translation>质疑它…</translation>
    </message>
    <message>
        <source>Ask again without the key frames and compare</source>
        <translation>去掉关键帧再问一次并比较</translation>
    </message>
    <message>
        <source>Answer of the model</source>
        <translation>模型的回答</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>No clip is open</source>
        <translation>没有打开的视频</translation>
    </message>
    <message>
        <source>The clip has no video to look at</source>
        <translation>该条目没有可看的视频</translation>
    </message>
    <message>
        <source>The project is open for reading only</source>
        <translation>项目以只读方式打开</translation>
    </message>
    <message>
        <source>There is no answer to accept</source>
        <translation>没有可采纳的回答</translation>
    </message>
    <message>
        <source>The answer was taken back</source>
        <translation>该回答已被撤销</translation>
    </message>
    <message>
        <source>Ask the model on %1</source>
        <translation>就“%1”询问模型</translation>
    </message>
    <message>
        <source>Stop the model</source>
        <translation>停止模型</translation>
    </message>
    <message>
        <source>Nothing is being asked</source>
        <translation>当前没有提问</translation>
    </message>
    <message>
        <source>Accept the model&apos;s answer</source>
        <translation>采纳模型的回答</translation>
    </message>
    <message>
        <source>Load a model…</source>
        <translation>加载模型…</translation>
    </message>
    <message>
        <source>Load the demonstration model</source>
        <translation>加载演示模型</translation>
    </message>
    <message>
        <source>Accept</source>
        <translation>采纳</translation>
    </message>
    <message>
        <source>loading, %1 %</source>
        <translation>加载中，%1 %</translation>
    </message>
    <message>
        <source>In steps</source>
        <translation>分步</translation>
    </message>
    <message>
        <source>Describes four parts of the clip, chooses the two that help most and answers on these: slower, often better</source>
        <translation>先描述片段的四个部分，再选出最有帮助的两个，据此回答：较慢，往往更好</translation>
    </message>
    <message>
        <source>Answer in steps</source>
        <translation>分步回答</translation>
    </message>
    <message>
        <source>describing part %1 of %2</source>
        <translation>正在描述第 %1 部分，共 %2 部分</translation>
    </message>
    <message>
        <source>choosing two parts</source>
        <translation>正在选择两个部分</translation>
    </message>
    <message>
        <source>answering</source>
        <translation>正在回答</translation>
    </message>
    <message>
        <source>In steps, of parts %1 and %2 of %3</source>
        <translation>分步，依据第 %1 和第 %2 部分（共 %3 部分）</translation>
    </message>
    <message>
        <source>In steps, of part %1 of %2</source>
        <translation>分步，依据第 %1 部分（共 %2 部分）</translation>
    </message>
    <message>
        <source>Part %1: %2</source>
        <translation>第 %1 部分：%2</translation>
    </message>
    <message>
        <source>The model named no two parts: the first two were taken.</source>
        <translation>模型没有指出两个部分：取了最前面的两个。</translation>
    </message>
    <message>
        <source>The descriptions were cut for the choice: together they are too long for the model.</source>
        <translation>为了选择，描述已被截短：合在一起对模型来说太长。</translation>
    </message>
    <message>
        <source>Several clips are being asked about already</source>
        <translation>已在对多个视频提问</translation>
    </message>
    <message>
        <source>The project has no clips</source>
        <translation>项目中没有视频</translation>
    </message>
    <message>
        <source>Ask What, Why and How of this clip</source>
        <translation>就此视频询问：发生了什么、为什么、结果如何</translation>
    </message>
    <message>
        <source>Ask What, Why and How of all clips</source>
        <translation>就所有视频询问：发生了什么、为什么、结果如何</translation>
    </message>
    <message>
        <source>Stop asking about several clips</source>
        <translation>停止对多个视频的提问</translation>
    </message>
    <message>
        <source>No model</source>
        <translation>未加载模型</translation>
    </message>
    <message>
        <source>No engine</source>
        <translation>没有模型引擎</translation>
    </message>
    <message>
        <source>Several clips are being asked about: this question comes before the next of theirs.</source>
        <translation>正在对多个视频提问：这个问题先于其余问题。</translation>
    </message>
    <message numerus="yes">
        <source>Ask What, Why and How of the %n selected clip(s)</source>
        <translation>
            <numerusform>就所选 %n 个视频询问：发生了什么、为什么、结果如何</numerusform>
        </translation>
    </message>
    <message>
        <source>Select several clips first, with Ctrl or Shift</source>
        <translation>请先用 Ctrl 或 Shift 选择多个片段</translation>
    </message>
    <message>
        <source>next in turn</source>
        <translation>下一个</translation>
    </message>
</context>
<context>
    <name>ecva::NoAnswersPage</name>
    <message>
        <source>No model has answered yet</source>
        <translation>还没有模型的回答</translation>
    </message>
    <message>
        <source>Import the results of a model, or ask the model that is loaded while you write. Its answers then stand here beside the expert&apos;s.</source>
        <translation>导入模型的结果，或在书写时询问已加载的模型。它的回答会与专家的回答并列在这里。</translation>
    </message>
    <message>
        <source>Import results…</source>
        <translation>导入结果…</translation>
    </message>
    <message>
        <source>Write, and ask the model</source>
        <translation>去书写并询问模型</translation>
    </message>
</context>
<context>
    <name>ecva::NoticeBar</name>
    <message>
        <source>Close this message</source>
        <translation>关闭此消息</translation>
    </message>
</context>
<context>
    <name>ecva::NumberStrip</name>
    <message>
        <source>%1: %2 (%3)</source>
        <translation>%1：%2（%3）</translation>
    </message>
</context>
<context>
    <name>ecva::PlayerController</name>
    <message>
        <source>File not found: %1</source>
        <translation>找不到文件：%1</translation>
    </message>
    <message>
        <source>This kind of video cannot be shown: %1 (%2)</source>
        <translation>无法显示此类视频：%1（%2）</translation>
    </message>
    <message>
        <source>The file cannot be read: %1 (%2)</source>
        <translation>无法读取文件：%1（%2）</translation>
    </message>
    <message>
        <source>The file is no video that can be shown: %1 (%2)</source>
        <translation>此文件不是可显示的视频：%1（%2）</translation>
    </message>
    <message>
        <source>Frame %1 cannot be shown: %2</source>
        <translation>无法显示第 %1 帧：%2</translation>
    </message>
    <message>
        <source>This is not the video that the clip was linked to: %1 (%2)</source>
        <translation>这不是原先链接的视频：%1（%2）</translation>
    </message>
</context>
<context>
    <name>ecva::PlayerPanel</name>
    <message>
        <source>Open clips to begin.</source>
        <translation>打开视频即可开始。</translation>
    </message>
    <message>
        <source>Reading the video…</source>
        <translation>正在读取视频…</translation>
    </message>
    <message>
        <source>File not found.</source>
        <translation>找不到文件。</translation>
    </message>
    <message>
        <source>This video cannot be shown.</source>
        <translation>无法显示此视频。</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>没有打开视频。</translation>
    </message>
    <message>
        <source>Play or pause</source>
        <translation>播放或暂停</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>One frame back</source>
        <translation>后退一帧</translation>
    </message>
    <message>
        <source>One frame on</source>
        <translation>前进一帧</translation>
    </message>
    <message>
        <source>One second back</source>
        <translation>后退一秒</translation>
    </message>
    <message>
        <source>One second on</source>
        <translation>前进一秒</translation>
    </message>
    <message>
        <source>First frame</source>
        <translation>第一帧</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>最后一帧</translation>
    </message>
    <message>
        <source>Go to a frame or time…</source>
        <translation>跳转到帧或时间…</translation>
    </message>
    <message>
        <source>Sound on or off</source>
        <translation>声音开关</translation>
    </message>
    <message>
        <source>Play or pause while typing</source>
        <translation>输入时播放或暂停</translation>
    </message>
    <message>
        <source>Two seconds back while typing</source>
        <translation>输入时后退两秒</translation>
    </message>
    <message>
        <source>Two seconds on while typing</source>
        <translation>输入时前进两秒</translation>
    </message>
    <message>
        <source>One frame back while typing</source>
        <translation>输入时后退一帧</translation>
    </message>
    <message>
        <source>One frame on while typing</source>
        <translation>输入时前进一帧</translation>
    </message>
    <message>
        <source>No shot changes are known in this clip.</source>
        <translation>该视频没有已知的镜头切换。</translation>
    </message>
    <message>
        <source>This is the last shot.</source>
        <translation>这是最后一个镜头。</translation>
    </message>
    <message>
        <source>This is the first shot.</source>
        <translation>这是第一个镜头。</translation>
    </message>
    <message>
        <source>Play backwards, faster</source>
        <translation>倒放，再按加快</translation>
    </message>
    <message>
        <source>Play forwards, faster</source>
        <translation>正放，再按加快</translation>
    </message>
    <message>
        <source>Slower</source>
        <translation>减速</translation>
    </message>
    <message>
        <source>Faster</source>
        <translation>加速</translation>
    </message>
    <message>
        <source>Normal speed</source>
        <translation>正常速度</translation>
    </message>
    <message>
        <source>Speed…</source>
        <translation>速度…</translation>
    </message>
    <message>
        <source>Play again and again, or once</source>
        <translation>循环播放或只播一次</translation>
    </message>
    <message>
        <source>No sound in this file.</source>
        <translation>此文件无声音。</translation>
    </message>
    <message>
        <source>Louder</source>
        <translation>增大音量</translation>
    </message>
    <message>
        <source>Quieter</source>
        <translation>减小音量</translation>
    </message>
    <message>
        <source>Show time, timecode or seconds</source>
        <translation>切换显示时间、时间码或秒</translation>
    </message>
    <message>
        <source>Previous shot</source>
        <translation>上一个镜头</translation>
    </message>
    <message>
        <source>Next shot</source>
        <translation>下一个镜头</translation>
    </message>
    <message>
        <source>Play the half second before the start</source>
        <translation>播放入点前的半秒</translation>
    </message>
    <message>
        <source>Play the half second after the end</source>
        <translation>播放出点后的半秒</translation>
    </message>
    <message>
        <source>Play the first half second</source>
        <translation>播放片段开头的半秒</translation>
    </message>
    <message>
        <source>Play the last half second</source>
        <translation>播放片段末尾的半秒</translation>
    </message>
    <message>
        <source>Play the segment</source>
        <translation>播放片段</translation>
    </message>
    <message>
        <source>Play the segment again and again</source>
        <translation>循环播放片段</translation>
    </message>
    <message>
        <source>proxy</source>
        <translation>代理</translation>
    </message>
    <message>
        <source>Make and use proxies of heavy clips</source>
        <translation>为较大的视频制作并使用代理文件</translation>
    </message>
    <message>
        <source>%1 opens a folder, %2 single files; or drop them here.</source>
        <translation>%1 打开文件夹，%2 添加单个文件；也可拖到这里。</translation>
    </message>
</context>
<context>
    <name>ecva::ProjectController</name>
    <message>
        <source>%1 of %2 files</source>
        <translation>%1 / %2 个文件</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>Not found. %1</source>
        <translation>未找到。%1</translation>
    </message>
    <message>
        <source>Reading or writing failed. %1</source>
        <translation>读写失败。%1</translation>
    </message>
    <message>
        <source>Somebody else has it open for writing. %1</source>
        <translation>他人正在写入此项目。%1</translation>
    </message>
    <message>
        <source>The file is damaged or not what its name says. %1</source>
        <translation>文件已损坏，或与其名称不符。%1</translation>
    </message>
    <message>
        <source>It was written by a newer version of this program. %1</source>
        <translation>此文件由更新版本的程序写成。%1</translation>
    </message>
    <message>
        <source>Nothing here can read it. %1</source>
        <translation>无法读取此文件。%1</translation>
    </message>
    <message>
        <source>The project is open for reading only. %1</source>
        <translation>项目以只读方式打开。%1</translation>
    </message>
    <message>
        <source>Not enough memory. %1</source>
        <translation>内存不足。%1</translation>
    </message>
    <message>
        <source>%1 was not opened</source>
        <translation>未能打开 %1</translation>
    </message>
    <message>
        <source>%1 was not created</source>
        <translation>未能创建 %1</translation>
    </message>
    <message>
        <source>Sample project</source>
        <translation>示例项目</translation>
    </message>
    <message>
        <source>The sample project was not made</source>
        <translation>未能生成示例项目</translation>
    </message>
    <message>
        <source>No clips were added</source>
        <translation>没有添加视频</translation>
    </message>
    <message>
        <source>There is no video in %1.</source>
        <translation>%1 中没有视频。</translation>
    </message>
    <message numerus="yes">
        <source>Add %n clip(s)</source>
        <translation>
            <numerusform>添加 %n 个视频</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) were not added</source>
        <translation>
            <numerusform>%n 个文件未添加</numerusform>
        </translation>
    </message>
    <message>
        <source>Link %1</source>
        <translation>链接 %1</translation>
    </message>
    <message>
        <source>The video was not linked</source>
        <translation>未能链接视频</translation>
    </message>
</context>
<context>
    <name>ecva::ProxyKeeper</name>
    <message>
        <source>Make a proxy of this clip</source>
        <translation>为该视频制作代理文件</translation>
    </message>
    <message>
        <source>Heavy video: “%1” makes moving through it fast.</source>
        <translation>视频较大：“%1”可让浏览变快。</translation>
    </message>
    <message>
        <source>No video is open.</source>
        <translation>没有打开视频。</translation>
    </message>
    <message>
        <source>This clip has its proxy.</source>
        <translation>该视频已有代理文件。</translation>
    </message>
    <message>
        <source>The proxy of this clip is being made.</source>
        <translation>正在为该视频制作代理文件。</translation>
    </message>
    <message>
        <source>Proxy of %1</source>
        <translation>%1 的代理文件</translation>
    </message>
    <message>
        <source>The proxy of %1 is ready.</source>
        <translation>%1 的代理文件已就绪。</translation>
    </message>
    <message>
        <source>A proxy is made in the background: see the jobs.</source>
        <translation>正在后台制作代理文件：见任务列表。</translation>
    </message>
</context>
<context>
    <name>ecva::Review</name>
    <message>
        <source>What</source>
        <translation>发生了什么</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>为什么</translation>
    </message>
    <message>
        <source>How</source>
        <translation>结果如何</translation>
    </message>
    <message>
        <source>segment %1</source>
        <comment>what happened in it</comment>
        <translation>片段 %1</translation>
    </message>
    <message>
        <source>happened</source>
        <comment>note below What</comment>
        <translation>描述</translation>
    </message>
    <message>
        <source>cause</source>
        <comment>note below Why</comment>
        <translation>原因</translation>
    </message>
    <message>
        <source>result</source>
        <comment>note below How</comment>
        <translation>结果</translation>
    </message>
    <message>
        <source>round %1</source>
        <translation>第 %1 轮</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <comment>of a Chinese text</comment>
        <translation>
            <numerusform>%n 字</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <translation>
            <numerusform>%n 词</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>words, characters</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n char(s)</source>
        <translation>
            <numerusform>%n 字符</numerusform>
        </translation>
    </message>
    <message>
        <source>from the video</source>
        <comment>this answer was read</comment>
        <translation>来自视频</translation>
    </message>
    <message>
        <source>partly</source>
        <comment>this answer was read from the video</comment>
        <translation>部分来自视频</translation>
    </message>
    <message>
        <source>not from the video</source>
        <comment>this answer was read</comment>
        <translation>并非来自视频</translation>
    </message>
    <message>
        <source>nothing to compare with</source>
        <comment>the delta has no controls</comment>
        <translation>没有对照</translation>
    </message>
    <message>
        <source>, </source>
        <comment>between the words of a list</comment>
        <translation>、</translation>
    </message>
    <message>
        <source>%1: only in %2</source>
        <translation>%1：只在 %2 中</translation>
    </message>
    <message>
        <source>%1: not in %2</source>
        <translation>%1：%2 中没有</translation>
    </message>
    <message>
        <source>The same words, put otherwise by %1</source>
        <translation>用词相同，%1 的说法不同</translation>
    </message>
    <message>
        <source>Accepted</source>
        <comment>an answer</comment>
        <translation>已接受</translation>
    </message>
    <message>
        <source>Rejected</source>
        <comment>an answer</comment>
        <translation>已拒绝</translation>
    </message>
    <message>
        <source>Untrained demonstration weights: answers are noise.</source>
        <translation>演示权重未经训练：回答没有意义。</translation>
    </message>
    <message>
        <source>never saw the anomaly</source>
        <comment>the model whose answer this is</comment>
        <translation>没有看到异常</translation>
    </message>
    <message>
        <source>Chain of thought: part %1 of 4</source>
        <translation>思维链：四段中的第 %1 段</translation>
    </message>
    <message>
        <source>Chain of thought: parts %1 and %2 of 4</source>
        <translation>思维链：四段中的第 %1 段和第 %2 段</translation>
    </message>
</context>
<context>
    <name>ecva::ReviewColumn</name>
    <message>
        <source>%1 of %2 open</source>
        <translation>%2 处中 %1 处待定</translation>
    </message>
    <message>
        <source>Disagreements</source>
        <translation>分歧</translation>
    </message>
</context>
<context>
    <name>ecva::ReviewSession</name>
    <message>
        <source>No clip is open</source>
        <translation>没有打开视频</translation>
    </message>
    <message>
        <source>Open for reading only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>Choose a model&apos;s answer first</source>
        <translation>请先选择一个模型的回答</translation>
    </message>
    <message>
        <source>The model&apos;s answer is empty</source>
        <translation>模型的回答为空</translation>
    </message>
    <message>
        <source>The expert has not answered</source>
        <translation>专家尚未回答</translation>
    </message>
    <message>
        <source>Nobody has answered this yet</source>
        <translation>还没有人回答</translation>
    </message>
</context>
<context>
    <name>ecva::ReviewView</name>
    <message>
        <source>Open the review first</source>
        <translation>请先打开评审</translation>
    </message>
    <message>
        <source>Accept model</source>
        <translation>接受模型</translation>
    </message>
    <message>
        <source>Keep expert</source>
        <translation>保留专家</translation>
    </message>
    <message>
        <source>Merge</source>
        <translation>合并</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Save gold, next</source>
        <translation>保存金标准，下一个</translation>
    </message>
    <message>
        <source>Write the gold answer first (Enter)</source>
        <translation>请先写金标准（Enter）</translation>
    </message>
    <message>
        <source>The gold answer is empty</source>
        <translation>金标准为空</translation>
    </message>
    <message>
        <source>Next disagreement</source>
        <translation>下一处分歧</translation>
    </message>
    <message>
        <source>Previous disagreement</source>
        <translation>上一处分歧</translation>
    </message>
    <message>
        <source>Mark what agrees or what changed</source>
        <translation>标出一致处或改动处</translation>
    </message>
    <message>
        <source>Open for reading only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message numerus="yes">
        <source>%n segment(s)</source>
        <translation>
            <numerusform>%n 个片段</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>segments, their classes</comment>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>the expert answer</source>
        <translation>专家回答</translation>
    </message>
    <message numerus="yes">
        <source>%n item(s)</source>
        <comment>disagreements</comment>
        <translation>
            <numerusform>%n 处</numerusform>
        </translation>
    </message>
    <message>
        <source>Item %1 of %2</source>
        <translation>第 %1 处，共 %2 处</translation>
    </message>
    <message>
        <source>Field %1 of %2</source>
        <translation>第 %1 栏，共 %2 栏</translation>
    </message>
    <message>
        <source>Clip %1 of %2</source>
        <translation>第 %1 个视频，共 %2 个</translation>
    </message>
    <message>
        <source>Marked: content words the model shares with the expert answer</source>
        <translation>标出：模型与专家回答共有的实词</translation>
    </message>
    <message>
        <source>Marked: what the model changed in the expert answer</source>
        <translation>标出：模型相对专家回答的改动</translation>
    </message>
    <message>
        <source>This is the only open disagreement.</source>
        <translation>只剩这一处分歧待定。</translation>
    </message>
    <message>
        <source>No disagreement is open any more.</source>
        <translation>已没有待定的分歧。</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>标出</translation>
    </message>
    <message>
        <source>What agrees</source>
        <translation>一致处</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>改动处</translation>
    </message>
</context>
<context>
    <name>ecva::SavedIndicator</name>
    <message>
        <source>Saved %1</source>
        <translation>已保存 %1</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>已保存</translation>
    </message>
    <message>
        <source>Saving…</source>
        <translation>正在保存…</translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>Read-only</source>
        <translation>只读</translation>
    </message>
</context>
<context>
    <name>ecva::SegmentController</name>
    <message>
        <source>No clip is open.</source>
        <translation>没有打开视频。</translation>
    </message>
    <message>
        <source>The project is open for reading only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>Frames can be marked once the video is linked.</source>
        <translation>链接视频后才能标记帧。</translation>
    </message>
    <message>
        <source>No segment is selected.</source>
        <translation>没有选中片段。</translation>
    </message>
    <message>
        <source>No segment follows on this track.</source>
        <translation>此轨道后面没有片段。</translation>
    </message>
    <message>
        <source>Segment %1 was not changed: %2</source>
        <translation>片段 %1 未更改：%2</translation>
    </message>
    <message>
        <source>No segment was made: %1</source>
        <translation>没有生成片段：%1</translation>
    </message>
    <message>
        <source>Frame %1 lies outside the clip (0 to %2).</source>
        <translation>第 %1 帧在视频之外（0 至 %2）。</translation>
    </message>
    <message>
        <source>Segment %1: the first frame %2 lies behind the last frame %3.</source>
        <translation>片段 %1：首帧 %2 在末帧 %3 之后。</translation>
    </message>
    <message>
        <source>The first frame %1 lies behind the last frame %2.</source>
        <translation>首帧 %1 在末帧 %2 之后。</translation>
    </message>
    <message>
        <source>Press I at the start, O at the end, Enter.</source>
        <translation>起点按 I，终点按 O，再按 Enter。</translation>
    </message>
    <message>
        <source>Press O at the last frame first.</source>
        <translation>请先在最后一帧按 O。</translation>
    </message>
    <message>
        <source>Press I at the first frame first.</source>
        <translation>请先在第一帧按 I。</translation>
    </message>
    <message>
        <source>Segment %1 cannot be split at frame %2: it begins at %3 and ends at %4.</source>
        <translation>片段 %1 不能在第 %2 帧拆分：它从 %3 开始，到 %4 结束。</translation>
    </message>
    <message>
        <source>The active round was not changed: %1</source>
        <translation>当前轮次未更改：%1</translation>
    </message>
    <message>
        <source>There is no segment on this track.</source>
        <translation>此轨道没有片段。</translation>
    </message>
    <message>
        <source>No segment edge further on.</source>
        <translation>后面没有片段边界。</translation>
    </message>
    <message>
        <source>No segment edge before this.</source>
        <translation>前面没有片段边界。</translation>
    </message>
    <message>
        <source>No mark is set and no segment is selected.</source>
        <translation>没有标记，也没有选中片段。</translation>
    </message>
    <message>
        <source>Frame %1 was not marked: %2</source>
        <translation>第 %1 帧未标记：%2</translation>
    </message>
    <message>
        <source>The track %1 is locked.</source>
        <translation>轨道 %1 已锁定。</translation>
    </message>
    <message>
        <source>Only segments of one track can be merged.</source>
        <translation>只能合并同一轨道的片段。</translation>
    </message>
    <message>
        <source>No mark further on.</source>
        <translation>后面没有标记。</translation>
    </message>
    <message>
        <source>No mark before this.</source>
        <translation>前面没有标记。</translation>
    </message>
</context>
<context>
    <name>ecva::SegmentTimes</name>
    <message>
        <source>f %1</source>
        <comment>frame number</comment>
        <translation>f %1</translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>“%1” is no time and no frame</source>
        <translation>“%1”不是时间，也不是帧号</translation>
    </message>
    <message>
        <source>“%1”: this clip has no video, type a time</source>
        <translation>“%1”：此视频没有文件，请输入时间</translation>
    </message>
    <message>
        <source>Out %1 is not after In %2</source>
        <translation>出点 %1 不在入点 %2 之后</translation>
    </message>
    <message>
        <source>%1 is after the end of the clip, %2</source>
        <translation>%1 超出视频末尾 %2</translation>
    </message>
    <message>
        <source>“%1”: the video is not open, type a frame</source>
        <translation>“%1”：视频未打开，请输入帧号</translation>
    </message>
    <message>
        <source>Frame %1 is after the end of the clip, %2</source>
        <translation>第 %1 帧超出视频末尾 %2</translation>
    </message>
    <message>
        <source>Out f %1 is not after In f %2</source>
        <translation>出点 f %1 不在入点 f %2 之后</translation>
    </message>
    <message>
        <source>In</source>
        <translation>入点</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>出点</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>时长</translation>
    </message>
    <message>
        <source>In: time or frame</source>
        <translation>入点：时间或帧号</translation>
    </message>
    <message>
        <source>Out: time or frame</source>
        <translation>出点：时间或帧号</translation>
    </message>
</context>
<context>
    <name>ecva::SentenceEdit</name>
    <message>
        <source>Move up</source>
        <translation>上移</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>下移</translation>
    </message>
    <message>
        <source>Remove this sentence</source>
        <translation>删除此句</translation>
    </message>
</context>
<context>
    <name>ecva::ShellCommands</name>
    <message>
        <source>Videos (*.mp4 *.m4v *.avi *.mkv *.mov *.webm *.ts *.flv *.mpg *.mpeg *.wmv);;All files (*)</source>
        <translation>视频 (*.mp4 *.m4v *.avi *.mkv *.mov *.webm *.ts *.flv *.mpg *.mpeg *.wmv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Projects (*.ecva)</source>
        <translation>项目 (*.ecva)</translation>
    </message>
    <message>
        <source>No project open</source>
        <translation>未打开项目</translation>
    </message>
    <message>
        <source>Open for reading only</source>
        <translation>以只读方式打开</translation>
    </message>
    <message>
        <source>New project…</source>
        <translation>新建项目…</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Open project…</source>
        <translation>打开项目…</translation>
    </message>
    <message>
        <source>Open project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>Open a folder of clips…</source>
        <translation>打开视频文件夹…</translation>
    </message>
    <message>
        <source>Open a folder of clips</source>
        <translation>打开视频文件夹</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>Import annotations…</source>
        <translation>导入标注…</translation>
    </message>
    <message>
        <source>Import annotations</source>
        <translation>导入标注</translation>
    </message>
    <message>
        <source>Annotations (*.xlsx *.json *.jsonl *.csv);;All files (*)</source>
        <translation>标注文件 (*.xlsx *.json *.jsonl *.csv);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Close project</source>
        <translation>关闭项目</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>退出</translation>
    </message>
    <message>
        <source>Add clips…</source>
        <translation>添加视频…</translation>
    </message>
    <message>
        <source>Add clips</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <source>Link a video to this clip…</source>
        <translation>为此条目链接视频…</translation>
    </message>
    <message>
        <source>No clip is open</source>
        <translation>没有打开视频</translation>
    </message>
    <message>
        <source>Link a video to this clip</source>
        <translation>为此条目链接视频</translation>
    </message>
    <message>
        <source>Nothing was undone</source>
        <translation>未能撤销</translation>
    </message>
    <message>
        <source>Nothing was redone</source>
        <translation>未能重做</translation>
    </message>
    <message>
        <source>Undone: %1</source>
        <translation>已撤销：%1</translation>
    </message>
    <message>
        <source>Redone: %1</source>
        <translation>已重做：%1</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Nothing to undo</source>
        <translation>没有可撤销的操作</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>重做：%1</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>Nothing to redo</source>
        <translation>没有可重做的操作</translation>
    </message>
    <message>
        <source>Commands…</source>
        <translation>命令…</translation>
    </message>
    <message>
        <source>Show or hide the clips</source>
        <translation>显示或隐藏视频列表</translation>
    </message>
    <message>
        <source>Show or hide the inspector</source>
        <translation>显示或隐藏检查器</translation>
    </message>
    <message>
        <source>Show or hide the timeline</source>
        <translation>显示或隐藏时间轴</translation>
    </message>
    <message>
        <source>Reset the layout</source>
        <translation>恢复默认布局</translation>
    </message>
    <message>
        <source>Dark theme</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>Light theme</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>High contrast theme</source>
        <translation>高对比度主题</translation>
    </message>
    <message>
        <source>Language: %1</source>
        <translation>语言：%1</translation>
    </message>
    <message>
        <source>All keys</source>
        <translation>全部按键</translation>
    </message>
    <message>
        <source>All keys, also while typing</source>
        <translation>全部按键（输入时也可用）</translation>
    </message>
    <message>
        <source>Annotate</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>About ECVA Studio</source>
        <translation>关于 ECVA Studio</translation>
    </message>
</context>
<context>
    <name>ecva::SpeedMenu</name>
    <message>
        <source>Backwards</source>
        <translation>倒放</translation>
    </message>
</context>
<context>
    <name>ecva::StatusControl</name>
    <message>
        <source>Status of the clip</source>
        <translation>视频的状态</translation>
    </message>
</context>
<context>
    <name>ecva::StatusLine</name>
    <message>
        <source>Typing: F5 play   F6 F7 2 s   F11 F12 in out   Esc timeline</source>
        <translation>输入时：F5 播放   F6 F7 两秒   F11 F12 入出点   Esc 时间轴</translation>
    </message>
    <message>
        <source>No project open</source>
        <translation>未打开项目</translation>
    </message>
    <message numerus="yes">
        <source>%n clip(s)</source>
        <translation>
            <numerusform>%n 个视频</numerusform>
        </translation>
    </message>
    <message>
        <source>Clip %1 of %2</source>
        <translation>第 %1 / %2 个视频</translation>
    </message>
    <message>
        <source>%1 %2 · variable, mean %3 fps</source>
        <translation>%1 %2 · 可变帧率，平均 %3 fps</translation>
    </message>
    <message>
        <source>%1 %2 · %3 fps</source>
        <translation>%1 %2 · %3 fps</translation>
    </message>
</context>
<context>
    <name>ecva::StepNames</name>
    <message>
        <source>write text</source>
        <translation>书写文字</translation>
    </message>
    <message>
        <source>add clips</source>
        <translation>添加视频</translation>
    </message>
    <message>
        <source>remove clip</source>
        <translation>移除视频</translation>
    </message>
    <message>
        <source>link video</source>
        <translation>链接视频</translation>
    </message>
    <message>
        <source>change clip</source>
        <translation>更改视频</translation>
    </message>
    <message>
        <source>change status</source>
        <translation>更改状态</translation>
    </message>
    <message>
        <source>submit clip</source>
        <translation>提交视频</translation>
    </message>
    <message>
        <source>change verdict</source>
        <translation>更改结论</translation>
    </message>
    <message>
        <source>import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>mark key frame</source>
        <translation>标记关键帧</translation>
    </message>
    <message>
        <source>unmark key frame</source>
        <translation>取消关键帧</translation>
    </message>
    <message>
        <source>add key sentence</source>
        <translation>添加关键句</translation>
    </message>
    <message>
        <source>remove key sentence</source>
        <translation>删除关键句</translation>
    </message>
    <message>
        <source>move key sentence</source>
        <translation>移动关键句</translation>
    </message>
    <message>
        <source>change key sentence</source>
        <translation>更改关键句</translation>
    </message>
    <message>
        <source>add segment</source>
        <translation>添加片段</translation>
    </message>
    <message>
        <source>remove segment</source>
        <translation>删除片段</translation>
    </message>
    <message>
        <source>duplicate segment</source>
        <translation>复制片段</translation>
    </message>
    <message>
        <source>move edge</source>
        <translation>移动边界</translation>
    </message>
    <message>
        <source>change class</source>
        <translation>更改类别</translation>
    </message>
    <message>
        <source>merge segments</source>
        <translation>合并片段</translation>
    </message>
    <message>
        <source>move segment</source>
        <translation>移动片段</translation>
    </message>
    <message>
        <source>nudge edge</source>
        <translation>微调边界</translation>
    </message>
    <message>
        <source>change segment</source>
        <translation>更改片段</translation>
    </message>
    <message>
        <source>change severity</source>
        <translation>更改严重度</translation>
    </message>
    <message>
        <source>split segment</source>
        <translation>拆分片段</translation>
    </message>
    <message>
        <source>change round</source>
        <translation>更改轮次</translation>
    </message>
    <message>
        <source>change settings</source>
        <translation>更改设置</translation>
    </message>
    <message>
        <source>accept proposal</source>
        <translation>采纳模型建议</translation>
    </message>
    <message>
        <source>propose answer</source>
        <translation>生成回答建议</translation>
    </message>
    <message>
        <source>settle answer</source>
        <translation>裁定回答</translation>
    </message>
    <message>
        <source>add hallucination delta</source>
        <translation>添加幻觉差值</translation>
    </message>
    <message>
        <source>annotate the sample</source>
        <translation>标注示例</translation>
    </message>
</context>
<context>
    <name>ecva::StudioModelDesk</name>
    <message>
        <source>The engine that runs models is not installed: ./dev build fetches LibTorch and builds it.</source>
        <translation>尚未安装运行模型的引擎：./dev build 会获取 LibTorch 并编译它。</translation>
    </message>
    <message>
        <source>No model is loaded.</source>
        <translation>没有加载模型。</translation>
    </message>
    <message>
        <source>The model could not be loaded</source>
        <translation>无法加载模型</translation>
    </message>
    <message>
        <source>Needed, but missing: %1</source>
        <translation>缺少所需的内容：%1</translation>
    </message>
    <message>
        <source>Reading or writing failed: %1</source>
        <translation>读写失败：%1</translation>
    </message>
    <message>
        <source>This cannot be used: %1</source>
        <translation>无法使用：%1</translation>
    </message>
    <message>
        <source>There is not enough memory: %1</source>
        <translation>内存不足：%1</translation>
    </message>
    <message>
        <source>The engine does not run here: %1</source>
        <translation>引擎无法在此运行：%1</translation>
    </message>
    <message>
        <source>The project is open for reading only.</source>
        <translation>项目以只读方式打开。</translation>
    </message>
    <message>
        <source>This is not possible: %1</source>
        <translation>无法执行：%1</translation>
    </message>
    <message>
        <source>No project is open.</source>
        <translation>没有打开项目。</translation>
    </message>
    <message>
        <source>The model gave no answer</source>
        <translation>模型没有给出回答</translation>
    </message>
    <message>
        <source>The answer could not be measured</source>
        <translation>无法测量该回答</translation>
    </message>
    <message>
        <source>Another answer is being measured.</source>
        <translation>正在测量另一个回答。</translation>
    </message>
    <message>
        <source>There is no answer of a model to measure.</source>
        <translation>没有可测量的模型回答。</translation>
    </message>
    <message>
        <source>The answer was written by %1, and %2 is loaded.</source>
        <translation>该回答由 %1 给出，而当前加载的是 %2。</translation>
    </message>
    <message>
        <source>Measuring %1 on %2</source>
        <translation>正在测量 %1 对 %2 的回答</translation>
    </message>
    <message>
        <source>The clips could not be asked about</source>
        <translation>无法对这些视频提问</translation>
    </message>
    <message>
        <source>Several clips are being asked about already.</source>
        <translation>已在对多个视频提问。</translation>
    </message>
    <message>
        <source>%1 of %2 questions</source>
        <translation>%1 / %2 个问题</translation>
    </message>
    <message>
        <source>Asking %1</source>
        <translation>正在询问 %1</translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) without an answer</source>
        <translation>
            <numerusform>%n 个问题没有回答</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n new answer(s).</source>
        <translation>
            <numerusform>%n 个新回答。</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %n had an answer before.</source>
        <translation>
            <numerusform>%1 %n 个此前已有回答。</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 questions · waits for yours</source>
        <translation>%1 / %2 个问题 · 先回答您的问题</translation>
    </message>
</context>
<context>
    <name>ecva::TextField</name>
    <message>
        <source>0 words</source>
        <comment>counter of an empty text</comment>
        <translation>0 字</translation>
    </message>
    <message numerus="yes">
        <source>%n character(s)</source>
        <comment>counter of a Chinese text</comment>
        <translation>
            <numerusform>%n 字</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>counter: words, characters</comment>
        <translation>%1 · %2</translation>
    </message>
    <message numerus="yes">
        <source>%n word(s)</source>
        <comment>counter</comment>
        <translation>
            <numerusform>%n 词</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n char(s)</source>
        <comment>counter</comment>
        <translation>
            <numerusform>%n 字符</numerusform>
        </translation>
    </message>
    <message>
        <source>Not saved</source>
        <translation>未保存</translation>
    </message>
</context>
<context>
    <name>ecva::TimeDisplay</name>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
</context>
<context>
    <name>ecva::TimelineLegend</name>
    <message>
        <source>Legend</source>
        <translation>图例</translation>
    </message>
    <message>
        <source>Close the legend</source>
        <translation>关闭图例</translation>
    </message>
    <message>
        <source>Legend of the timeline</source>
        <translation>时间轴图例</translation>
    </message>
    <message>
        <source>Key frame</source>
        <translation>关键帧</translation>
    </message>
    <message>
        <source>Sampled, in the segment</source>
        <translation>抽样，在片段内</translation>
    </message>
    <message>
        <source>Sampled, outside</source>
        <translation>抽样，在片段外</translation>
    </message>
    <message>
        <source>Shot change</source>
        <translation>镜头切换</translation>
    </message>
    <message>
        <source>Model proposal</source>
        <translation>模型建议</translation>
    </message>
    <message>
        <source>Overlap, allowed</source>
        <translation>重叠（允许）</translation>
    </message>
    <message>
        <source>Selected</source>
        <translation>已选</translation>
    </message>
    <message>
        <source>Harm to people</source>
        <translation>人身伤害</translation>
    </message>
    <message>
        <source>Property and order</source>
        <translation>财产与秩序</translation>
    </message>
    <message>
        <source>Traffic</source>
        <translation>交通</translation>
    </message>
    <message>
        <source>Fire</source>
        <translation>火灾</translation>
    </message>
    <message>
        <source>Water and nature</source>
        <translation>水与自然</translation>
    </message>
    <message>
        <source>Damage to things</source>
        <translation>设施损坏</translation>
    </message>
    <message>
        <source>Living things, food</source>
        <translation>动植物与食品</translation>
    </message>
</context>
<context>
    <name>ecva::TimelinePanel</name>
    <message>
        <source>Mark the start</source>
        <translation>标记起点</translation>
    </message>
    <message>
        <source>Mark the end</source>
        <translation>标记终点</translation>
    </message>
    <message>
        <source>Make a segment of the marks</source>
        <translation>由标记生成片段</translation>
    </message>
    <message>
        <source>Clear the marks</source>
        <translation>清除标记</translation>
    </message>
    <message>
        <source>Mark or unmark the key frame</source>
        <translation>标记或取消关键帧</translation>
    </message>
    <message>
        <source>Mark the start while typing</source>
        <translation>输入时标记起点</translation>
    </message>
    <message>
        <source>Mark the end while typing</source>
        <translation>输入时标记终点</translation>
    </message>
    <message>
        <source>Move the start to the playhead</source>
        <translation>起点移到播放头</translation>
    </message>
    <message>
        <source>Move the end to the playhead</source>
        <translation>终点移到播放头</translation>
    </message>
    <message>
        <source>Start one frame earlier</source>
        <translation>起点提前一帧</translation>
    </message>
    <message>
        <source>Start one frame later</source>
        <translation>起点推后一帧</translation>
    </message>
    <message>
        <source>End one frame earlier</source>
        <translation>终点提前一帧</translation>
    </message>
    <message>
        <source>End one frame later</source>
        <translation>终点推后一帧</translation>
    </message>
    <message>
        <source>Start ten frames earlier</source>
        <translation>起点提前十帧</translation>
    </message>
    <message>
        <source>Start ten frames later</source>
        <translation>起点推后十帧</translation>
    </message>
    <message>
        <source>End ten frames earlier</source>
        <translation>终点提前十帧</translation>
    </message>
    <message>
        <source>End ten frames later</source>
        <translation>终点推后十帧</translation>
    </message>
    <message>
        <source>Split at the playhead</source>
        <translation>在播放头处拆分</translation>
    </message>
    <message>
        <source>Copy to the active track</source>
        <translation>复制到当前轨道</translation>
    </message>
    <message>
        <source>Delete the segment</source>
        <translation>删除片段</translation>
    </message>
    <message>
        <source>No clip is open.</source>
        <translation>没有打开视频。</translation>
    </message>
    <message>
        <source>Previous segment</source>
        <translation>上一个片段</translation>
    </message>
    <message>
        <source>Next segment</source>
        <translation>下一个片段</translation>
    </message>
    <message>
        <source>To the segment edge before</source>
        <translation>到上一个片段边界</translation>
    </message>
    <message>
        <source>To the next segment edge</source>
        <translation>到下一个片段边界</translation>
    </message>
    <message>
        <source>Go to the start</source>
        <translation>到片段起点</translation>
    </message>
    <message>
        <source>Go to the end</source>
        <translation>到片段终点</translation>
    </message>
    <message>
        <source>Show the whole clip, or the segment</source>
        <translation>显示全片或片段</translation>
    </message>
    <message>
        <source>Zoom the timeline in</source>
        <translation>放大时间轴</translation>
    </message>
    <message>
        <source>Zoom the timeline out</source>
        <translation>缩小时间轴</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>The view follows the playhead</source>
        <translation>视图跟随播放头</translation>
    </message>
    <message>
        <source>Show the whole clip</source>
        <translation>显示全片</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>缩小</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>放大</translation>
    </message>
    <message>
        <source>Zoom of the timeline</source>
        <translation>时间轴缩放</translation>
    </message>
    <message numerus="yes">
        <source>Selected %1 – %2   %n frames</source>
        <translation>
            <numerusform>所选 %1 – %2   %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Selected %1 – %2</source>
        <translation>所选 %1 – %2</translation>
    </message>
    <message numerus="yes">
        <source>View %1 – %2   %n frames</source>
        <translation>
            <numerusform>视图 %1 – %2   %n 帧</numerusform>
        </translation>
    </message>
    <message>
        <source>Move the segments one frame earlier</source>
        <translation>片段整体前移一帧</translation>
    </message>
    <message>
        <source>Move the segments one frame later</source>
        <translation>片段整体后移一帧</translation>
    </message>
    <message>
        <source>Move the segments ten frames earlier</source>
        <translation>片段整体前移十帧</translation>
    </message>
    <message>
        <source>Move the segments ten frames later</source>
        <translation>片段整体后移十帧</translation>
    </message>
    <message>
        <source>Merge the selected segments, or with the next</source>
        <translation>合并选中的片段，或与下一个合并</translation>
    </message>
    <message>
        <source>Select all segments of the track</source>
        <translation>选择此轨道的全部片段</translation>
    </message>
    <message>
        <source>Select the segment before too</source>
        <translation>同时选择上一个片段</translation>
    </message>
    <message>
        <source>Select the next segment too</source>
        <translation>同时选择下一个片段</translation>
    </message>
    <message>
        <source>To the key frame or mark before</source>
        <translation>到上一个关键帧或标记</translation>
    </message>
    <message>
        <source>To the next key frame or mark</source>
        <translation>到下一个关键帧或标记</translation>
    </message>
    <message>
        <source>To the track above</source>
        <translation>到上方轨道</translation>
    </message>
    <message>
        <source>To the track below</source>
        <translation>到下方轨道</translation>
    </message>
    <message>
        <source>Show or fold this track</source>
        <translation>展开或折叠此轨道</translation>
    </message>
    <message>
        <source>Show this track alone</source>
        <translation>只显示此轨道</translation>
    </message>
    <message>
        <source>Lock or unlock this track</source>
        <translation>锁定或解锁此轨道</translation>
    </message>
    <message>
        <source>Mark and write in this track</source>
        <translation>在此轨道标注和书写</translation>
    </message>
    <message>
        <source>Move the segments to the track above</source>
        <translation>把片段移到上方轨道</translation>
    </message>
    <message>
        <source>Move the segments to the track below</source>
        <translation>把片段移到下方轨道</translation>
    </message>
    <message>
        <source>Copy the segments to the track above</source>
        <translation>把片段复制到上方轨道</translation>
    </message>
    <message>
        <source>Copy the segments to the track below</source>
        <translation>把片段复制到下方轨道</translation>
    </message>
    <message>
        <source>Show the selected segments</source>
        <translation>显示选中的片段</translation>
    </message>
    <message>
        <source>Move the timeline&apos;s view back</source>
        <translation>时间线视图前移</translation>
    </message>
    <message>
        <source>Move the timeline&apos;s view on</source>
        <translation>时间线视图后移</translation>
    </message>
    <message>
        <source>Let edges stick, or not</source>
        <translation>开关边缘吸附</translation>
    </message>
    <message>
        <source>Let the view follow the playhead, or not</source>
        <translation>开关视图跟随播放头</translation>
    </message>
    <message>
        <source>Keep the playhead in the middle, or not</source>
        <translation>开关播放头居中</translation>
    </message>
    <message>
        <source>Edges stick to shot changes, the playhead, marks and segments</source>
        <translation>边缘吸附到镜头切换、播放头、标记和片段</translation>
    </message>
    <message>
        <source>Timeline: overview</source>
        <translation>时间轴：全片</translation>
    </message>
    <message>
        <source>Timeline: sound</source>
        <translation>时间轴：声音</translation>
    </message>
    <message>
        <source>Timeline: change of the picture</source>
        <translation>时间轴：画面变化</translation>
    </message>
    <message>
        <source>Rows of the timeline</source>
        <translation>时间轴的行</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>%1   %2 px per frame</source>
        <translation>%1   每帧 %2 像素</translation>
    </message>
    <message>
        <source>Timeline: legend</source>
        <translation>时间轴：图例</translation>
    </message>
</context>
<context>
    <name>ecva::TimelineView</name>
    <message>
        <source>Timeline</source>
        <translation>时间轴</translation>
    </message>
    <message>
        <source>No clip is open.</source>
        <translation>没有打开视频。</translation>
    </message>
    <message>
        <source>Reading the video…</source>
        <translation>正在读取视频…</translation>
    </message>
    <message>
        <source>Show or fold the track %1</source>
        <translation>展开或折叠轨道 %1</translation>
    </message>
    <message>
        <source>Lock or unlock the track %1</source>
        <translation>锁定或解锁轨道 %1</translation>
    </message>
    <message>
        <source>Double-click: mark and write in %1</source>
        <translation>双击：在 %1 中标记和书写</translation>
    </message>
    <message>
        <source>Key frame %1</source>
        <translation>关键帧 %1</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1
%2 – %3, frames %4 to %5</source>
        <translation>%1
%2 – %3，帧 %4 至 %5</translation>
    </message>
    <message>
        <source>%1
%2 – %3</source>
        <translation>%1
%2 – %3</translation>
    </message>
    <message>
        <source>%1
Lies over another segment; that is allowed.</source>
        <translation>%1
与另一片段重叠；这是允许的。</translation>
    </message>
    <message>
        <source>Mark and write in %1</source>
        <translation>在 %1 中标记和书写</translation>
    </message>
    <message>
        <source>This is the active track.</source>
        <translation>这是当前轨道。</translation>
    </message>
    <message>
        <source>Split at the playhead</source>
        <translation>在播放头处拆分</translation>
    </message>
    <message>
        <source>Merge with the next</source>
        <translation>与下一个合并</translation>
    </message>
    <message>
        <source>Copy to</source>
        <translation>复制到</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Mark or unmark the key frame here</source>
        <translation>在此标记或取消关键帧</translation>
    </message>
    <message>
        <source>Show the track %1 alone</source>
        <translation>只显示轨道 %1</translation>
    </message>
    <message>
        <source>Select all of the track</source>
        <translation>选择此轨道的全部片段</translation>
    </message>
    <message>
        <source>The track is empty.</source>
        <translation>此轨道为空。</translation>
    </message>
    <message>
        <source>Show the track</source>
        <translation>展开轨道</translation>
    </message>
    <message>
        <source>Fold the track</source>
        <translation>折叠轨道</translation>
    </message>
    <message>
        <source>Unlock the track</source>
        <translation>解锁轨道</translation>
    </message>
    <message>
        <source>Lock the track</source>
        <translation>锁定轨道</translation>
    </message>
    <message>
        <source>Merge the selected segments</source>
        <translation>合并选中的片段</translation>
    </message>
    <message>
        <source>Move to</source>
        <translation>移动到</translation>
    </message>
    <message>
        <source>Delete the selected segments</source>
        <translation>删除选中的片段</translation>
    </message>
    <message>
        <source>Show the selection</source>
        <translation>显示选中的片段</translation>
    </message>
    <message>
        <source>New segment   f %1 – f %2   %3 – %4</source>
        <translation>新片段   第 %1 – %2 帧   %3 – %4</translation>
    </message>
    <message>
        <source>f %1 → f %2   %3 → %4</source>
        <translation>第 %1 → %2 帧   %3 → %4</translation>
    </message>
    <message>
        <source>Dragging the start of segment %1   %2</source>
        <translation>正在拖动片段 %1 的起点   %2</translation>
    </message>
    <message>
        <source>Dragging the end of segment %1   %2</source>
        <translation>正在拖动片段 %1 的终点   %2</translation>
    </message>
    <message numerus="yes">
        <source>Copying %n segments   %1</source>
        <translation>
            <numerusform>正在复制 %n 个片段   %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Moving %n segments   %1</source>
        <translation>
            <numerusform>正在移动 %n 个片段   %1</numerusform>
        </translation>
    </message>
    <message>
        <source>Copying segment %1 to %2   %3</source>
        <translation>正在把片段 %1 复制到 %2   %3</translation>
    </message>
    <message>
        <source>Moving segment %1 on %2   %3</source>
        <translation>正在 移动片段 %1（%2）   %3</translation>
    </message>
    <message>
        <source>No track lies above.</source>
        <translation>上方没有轨道。</translation>
    </message>
    <message>
        <source>No track lies below.</source>
        <translation>下方没有轨道。</translation>
    </message>
</context>
<context>
    <name>ecva::TopBar</name>
    <message>
        <source>Annotate</source>
        <translation>标注</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>评审</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>度量</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>模式</translation>
    </message>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Menus</source>
        <translation>菜单</translation>
    </message>
    <message>
        <source>Annotate %1, Review %2, Measure %3</source>
        <translation>标注 %1，评审 %2，度量 %3</translation>
    </message>
</context>
<context>
    <name>ecva::TransportBar</name>
    <message>
        <source>Volume</source>
        <translation>音量</translation>
    </message>
    <message>
        <source>frame %1 / %2</source>
        <translation>帧 %1 / %2</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>暂停</translation>
    </message>
    <message>
        <source>Play</source>
        <translation>播放</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
    <message>
        <source>Volume %1 %</source>
        <translation>音量 %1 %</translation>
    </message>
    <message>
        <source>In %1</source>
        <translation>入点 %1</translation>
    </message>
    <message>
        <source>Go to the start mark</source>
        <translation>跳到入点</translation>
    </message>
    <message>
        <source>Out %1</source>
        <translation>出点 %1</translation>
    </message>
    <message>
        <source>Go to the end mark</source>
        <translation>跳到出点</translation>
    </message>
    <message>
        <source>Speed %1</source>
        <translation>速度 %1</translation>
    </message>
    <message>
        <source>Time, timecode or seconds</source>
        <translation>时间、时间码或秒</translation>
    </message>
    <message>
        <source>Go to a frame or time…</source>
        <translation>转到帧或时间…</translation>
    </message>
    <message>
        <source>Speed: %1 slower, %2 faster</source>
        <translation>速度：%1 减速，%2 加速</translation>
    </message>
</context>
<context>
    <name>ecva::VerdictCombo</name>
    <message>
        <source>Verdict</source>
        <translation>结论</translation>
    </message>
</context>
<context>
    <name>ecva::VerdictRow</name>
    <message>
        <source>Adjusted delta</source>
        <translation>校正差值</translation>
    </message>
    <message>
        <source>nats per token</source>
        <translation>奈特/词元</translation>
    </message>
</context>
<context>
    <name>ecva::VideoView</name>
    <message>
        <source>Video</source>
        <translation>视频画面</translation>
    </message>
    <message>
        <source>Relink…</source>
        <translation>重新链接…</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
</context>
<context>
    <name>ecva::Wording</name>
    <message>
        <source>Draft</source>
        <translation>草稿</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>已提交</translation>
    </message>
    <message>
        <source>In review</source>
        <translation>评审中</translation>
    </message>
    <message>
        <source>Returned</source>
        <translation>已退回</translation>
    </message>
    <message>
        <source>Accepted</source>
        <translation>已通过</translation>
    </message>
    <message>
        <source>Gold</source>
        <translation>金标准</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>未判定</translation>
    </message>
    <message>
        <source>Anomaly</source>
        <translation>有异常</translation>
    </message>
    <message>
        <source>No anomaly</source>
        <translation>无异常</translation>
    </message>
    <message>
        <source>File broken</source>
        <translation>文件损坏</translation>
    </message>
    <message>
        <source>Needs a new class</source>
        <translation>需要新类别</translation>
    </message>
    <message>
        <source>Cannot decide</source>
        <translation>无法判断</translation>
    </message>
    <message>
        <source>en</source>
        <comment>code of the language of this translation: en or zh</comment>
        <translation>zh</translation>
    </message>
</context>
</TS>
