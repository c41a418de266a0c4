"""What training says, in one place."""

OPEN_WHICH = (
    "Mở lớp với bộ câu hỏi nào? Đồng chí cũng có thể gõ /lop kèm chủ đề, ví dụ: /lop đối thoại với nhân dân"
)
OPEN_PACE = "Bộ câu hỏi “{name}” có {count} câu. Lớp làm bài thế nào?"
NO_QUESTIONS = "Tài liệu trong kho chưa đủ để soạn câu hỏi về chủ đề này. Đồng chí thử chủ đề rộng hơn."
OPENED = "Lớp “{name}” đã mở: {count} câu, {pace}. Mã lớp: {code}"
JOIN_BY = "Mời học viên quét mã QR hoặc mở đường dẫn: {link}"
JOIN_TYPED = "Học viên gõ: /vaolop {code}"
SCREEN = "Màn hình lớp học (mở trên máy chiếu): {link}"
QR_CAPTION = "Quét để vào lớp “{name}” (mã lớp {code})"
PACES = {
    0: "mỗi người tự làm theo nhịp của mình",
    20: "20 giây mỗi câu",
    30: "30 giây mỗi câu",
    60: "60 giây mỗi câu",
}
JOINED = "{name} đã vào lớp “{class_name}”. Khi báo cáo viên bắt đầu, câu hỏi sẽ hiện ở đây. Gõ /roilop để rời lớp."
JOINED_NOW = "{name} đã vào lớp “{class_name}”, lớp đang làm bài. Gõ /roilop để rời lớp."
NO_CLASS = "Không có lớp nào mang mã này, hoặc lớp đã kết thúc. Đồng chí hỏi lại báo cáo viên giúp."
LEFT = "Đồng chí đã rời lớp. Mở lại đường dẫn của lớp để vào lại; các câu đã trả lời vẫn được giữ."
NOT_IN_CLASS = "Đồng chí hiện không ở lớp nào."
NOT_YOUR_CLASS = "Chỉ báo cáo viên mở lớp mới điều khiển được lớp này."
NOBODY_YET = "Chưa có ai vào lớp. Đồng chí chờ học viên vào rồi hãy bắt đầu."
NO_MORE = "Đã hết câu hỏi. Bấm “Kết thúc” để xem kết quả của lớp."
STARTED_OWN = "Lớp đã bắt đầu, mỗi người tự làm theo nhịp của mình."
ASKING = "Câu {place}/{count} đã gửi tới {people} nơi nhận."
TOO_LATE = "Câu hỏi này đã đóng nên câu trả lời không được tính."
COUNTED = "Đã ghi nhận câu trả lời của đồng chí."
TWICE = "Câu này đồng chí đã trả lời rồi; chỉ câu trả lời đầu tiên được tính."
RIGHT = "Đúng rồi."
WRONG = "Chưa đúng."
ALL_DONE = (
    "Đồng chí đã làm xong cả {count} câu, đúng {right}. Chờ báo cáo viên kết thúc lớp để biết thứ hạng."
)
YOUR_RESULT = "Lớp “{name}” đã kết thúc. Đồng chí đúng {right}/{count} câu, xếp thứ {rank}/{people}."
CLASS_OVER = "Lớp “{name}” đã kết thúc: {people} người tham gia."
ERASED_CLASS = "Đã xóa lớp “{name}” cùng toàn bộ câu trả lời và kết quả."
ERASE_CLASS_SURE = "Xóa lớp “{name}” cùng toàn bộ câu trả lời và kết quả? Việc này không hoàn lại được."
KEPT_CLASS = "Lớp vẫn được giữ."
NO_FILES = "Kênh này không gửi được tệp; đồng chí mở trên Telegram để nhận bảng điểm và biểu đồ."
NO_RESULTS = "Chưa có câu trả lời nào."
TEACH_AGAIN = "Nên giảng lại (từ câu khó nhất):"
TRAINER_HELP = (
    "Dành cho báo cáo viên:\n"
    "• /lop: mở lớp, điều khiển lớp đang mở; /lop CHỦ ĐỀ: lớp với câu hỏi về chủ đề ấy\n"
    "• /bode: các bộ câu hỏi đã lưu, xem, sửa, sắp xếp\n"
    "• /tailieu: tài liệu phát tay (so sánh, dòng thời gian, số liệu, chữ viết tắt, phiếu câu hỏi)"
)
OFFICER_HELP = "• /hoc: tự học mỗi ngày vài câu; /hoc thoi: dừng\n• /roilop: rời lớp tập huấn"

NO_SETS = "Chưa có bộ câu hỏi nào được lưu. Gõ /bode soan CHỦ ĐỀ để soạn một bộ từ tài liệu."
SETS = "Các bộ câu hỏi đã lưu:"
SET_HELP = (
    "Sửa bộ này:\n"
    "• /bode bo 3: bỏ câu 3\n"
    "• /bode chuyen 5 1: đưa câu 5 lên đầu\n"
    "• /bode sua 3 | Câu hỏi? | phương án 1 | *phương án đúng | phương án 3: viết lại câu 3 (đánh dấu * trước đáp án)\n"
    "• /bode them | Câu hỏi? | *phương án đúng | phương án khác: thêm câu\n"
    "• /bode luu TÊN BỘ: lưu với tên khác; /bode xoa: xóa bộ này\n"
    "• /bode xuat: nhận tệp Excel; /bode nhap: gửi lại tệp đã sửa; /lop: mở lớp với bộ này"
)
SET_SEND = (
    "Đồng chí gửi tệp câu hỏi (.xlsx, .csv hoặc .json) trong 10 phút tới; tên tệp sẽ là tên bộ câu hỏi."
)
SET_HEAD = "Bộ “{name}”, {count} câu:"
SET_SAVED = "Đã lưu bộ “{name}”, {count} câu."
SET_DROPPED = "Đã xóa bộ “{name}”."
SET_WHICH = "Đồng chí mở một bộ trước đã: gõ /bode rồi chọn, hoặc /bode TÊN BỘ."
SET_NO_SUCH = "Không có bộ câu hỏi nào tên như vậy."
SET_NO_PLACE = "Bộ này không có câu mang số ấy."
SET_BAD = "Câu hỏi chưa dùng được: {problem}."
SET_FORM = "Đồng chí viết theo mẫu: /bode sua 3 | Câu hỏi? | phương án 1 | *phương án đúng"

HANDOUT_WHICH = (
    "Đồng chí chọn loại tài liệu phát tay:\n"
    "• /tailieu so_sanh 18-CT/TU, 16/CT-TTg: so sánh văn bản\n"
    "• /tailieu dong_thoi_gian đối thoại: văn bản theo thời gian\n"
    "• /tailieu so_lieu Lai Châu: bảng số liệu\n"
    "• /tailieu viet_tat: bảng chữ viết tắt\n"
    "• /tailieu phieu_cau_hoi dân vận: phiếu câu hỏi kèm đáp án\n"
    "Thêm chữ pdf sau tên loại để nhận tệp PDF, ví dụ: /tailieu so_lieu pdf Lai Châu"
)

STUDY_ON = (
    "Từ nay mỗi ngày trợ lý gửi đồng chí {daily} câu, câu nào sai sẽ được hỏi lại sớm hơn. Gõ /hoc thoi để dừng bất cứ"
    " lúc nào, /hoc 5 để đổi số câu mỗi ngày."
)
STUDY_OFF = "Đã dừng tự học. Gõ /hoc khi đồng chí muốn học tiếp; những gì đã học vẫn được giữ tới khi đồng chí gõ /xoa."
STUDY_NONE = "Tài liệu trong kho chưa đủ để soạn câu hỏi tự học."
STUDY_DONE = "Xong {daily} câu của hôm nay. Đồng chí đã học {streak} ngày liên tiếp."
STUDY_WHICH = "Đồng chí gõ /hoc, /hoc 5 (số câu mỗi ngày, từ 1 đến 20) hoặc /hoc thoi."
