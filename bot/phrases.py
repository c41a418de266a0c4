"""What the bot says of itself, in one place, so that it speaks with one voice."""

from bot.access import Role

START = (
    "Chào đồng chí! Đây là trợ lý tra cứu văn bản về công tác dân vận.",
    "Đồng chí cứ hỏi bằng lời thường, có dấu hay không dấu đều được. Câu trả lời nào cũng kèm nguồn và câu trích"
    " nguyên văn để đồng chí kiểm tra lại.",
)
KNOWN = "Trợ lý biết: {documents} tài liệu đã nạp vào kho và {entries} văn bản mà các tài liệu ấy nhắc đến."
UNKNOWN = (
    "Trợ lý không biết: văn bản chưa nạp vào kho, tin tức trên mạng, việc ngoài công tác dân vận. Điều gì kho không có,"
    " trợ lý nói rõ là không có chứ không đoán."
)
EXAMPLES_LEAD = "Mời đồng chí thử một câu dưới đây, hoặc gõ câu hỏi của mình:"
ABOUT = (
    "Trợ lý tra cứu văn bản về công tác dân vận. Đồng chí hỏi bằng lời thường, có dấu hay không dấu; trợ lý trả lời"
    " từ tài liệu trong kho, kèm nguồn và câu trích nguyên văn. Điều gì kho không có, trợ lý nói là không có."
    "\n\nXin đừng gửi thông tin mật hay dữ liệu cá nhân của công dân."
)
ABOUT_SHORT = "Tra cứu văn bản về công tác dân vận, có nguồn và câu trích nguyên văn."
HELP = (
    "Đồng chí có thể:",
    "• Gõ câu hỏi: «Văn bản nào quy định đối thoại với nhân dân?»\n"
    "• Hỏi tiếp: «Văn bản đó còn hiệu lực không?», «Thế còn của Thủ tướng?»\n"
    "• /vb 18-CT/TU: xem thẻ một văn bản\n"
    "• /tim đối thoại trực tiếp: tìm các đoạn nói về điều đó\n"
    "• /moi: sang chuyện khác, quên mạch đang hỏi\n"
    "• /toi: xem trợ lý đang lưu gì về mình\n"
    "• /xoa: xóa hết những gì đã lưu",
    "Gõ nhầm thì đồng chí sửa lại tin đã gửi, câu trả lời sẽ được sửa theo. Muốn hỏi tiếp từ một câu trả lời cũ thì"
    " trả lời (reply) đúng tin đó.",
    "Trong nhóm, trợ lý chỉ đáp khi được nhắc tên, khi có người trả lời tin của trợ lý, hoặc khi có lệnh. Quản trị viên"
    " của nhóm tắt trợ lý bằng /tat, bật lại bằng /bat.",
    "Xin đừng gửi thông tin mật hay dữ liệu cá nhân của công dân.",
)
TYPED_HELP = (
    "Đồng chí có thể gõ, có dấu hay không dấu đều được:",
    "• Câu hỏi: «Văn bản nào quy định đối thoại với nhân dân?»\n"
    "• Câu hỏi tiếp: «Văn bản đó còn hiệu lực không?», «Thế còn của Thủ tướng?»\n"
    "• «vb 18-CT/TU»: xem thẻ một văn bản\n"
    "• «tìm đối thoại trực tiếp»: tìm các đoạn nói về điều đó\n"
    "• «mới»: sang chuyện khác, quên mạch đang hỏi\n"
    "• «tôi»: xem trợ lý đang lưu gì về mình\n"
    "• «xóa»: xóa hết những gì đã lưu",
    "Cuối tin của trợ lý có dòng «Gõ …»: đồng chí gõ số hoặc chữ ghi ở đó để chọn, ví dụ «1», «nguồn 2», «đúng», «sai»,"
    " «tiếp». Lựa chọn dùng được trong 12 giờ.",
    "Trong nhóm, trợ lý chỉ đáp khi được nhắc tên hoặc khi có lệnh bắt đầu bằng dấu /.",
    "Xin đừng gửi thông tin mật hay dữ liệu cá nhân của công dân.",
)
ADMIN_HELP = (
    "Dành cho quản trị viên:\n"
    "• Gửi tệp hoặc tệp .zip: trợ lý đọc, cho xem trước rồi mới nhận vào kho; /quaylai: quay về bản trước\n"
    "• /chuatraloi: những câu chưa trả lời được, câu bị chê; thêm văn bản, soạn câu trả lời\n"
    "• /duyet, /boduyet (reply một câu trả lời): duyệt, bỏ duyệt câu trả lời ấy\n"
    "• /thongke: tình hình sử dụng (/thongke 30 cho 30 ngày); /nhatky: ai đã làm gì; /xuat: lấy bảng Excel\n"
    "• /mamoi: tạo mã mời cán bộ (/mamoi bao_cao_vien, /mamoi quan_tri cho vai trò khác)\n"
    "• /chan MÃ, /bochan MÃ: chặn, bỏ chặn một người (mã xem ở /toi của người đó)"
)
TEXT_ONLY = "Trợ lý chỉ đọc được chữ. Đồng chí gõ câu hỏi giúp nhé."
UNKNOWN_COMMAND = "Trợ lý không có lệnh này. Đồng chí gõ /help để xem cách dùng, hoặc cứ gõ thẳng câu hỏi."
SORRY = (
    "Trợ lý gặp trục trặc nên chưa trả lời được câu này. Đồng chí thử lại sau ít phút; nếu vẫn vậy, xin báo"
    " quản trị viên."
)
TOO_FAST = "Đồng chí gửi hơi nhanh, trợ lý chưa kịp trả lời. Đồng chí đợi khoảng một phút rồi hỏi tiếp nhé."
GONE = "Lựa chọn này đã hết hạn. Đồng chí hỏi lại giúp nhé."
LINK_GONE = "Đường dẫn này không còn dùng được: tài liệu đã thay đổi hoặc không còn trong kho."
CHANGED = "Tài liệu đã thay đổi từ lúc trả lời. Câu được trích khi đó là:"
NO_FILE = "Trợ lý không giữ tệp gốc của nguồn này."
THANKS = "Cảm ơn đồng chí đã góp ý."
WHY_WRONG = "Chưa đúng ở điểm nào ạ? Đồng chí chọn bên dưới, hoặc trả lời (reply) tin này để ghi rõ hơn."
TYPED_WHY_WRONG = "Chưa đúng ở điểm nào ạ? Đồng chí gõ số dưới đây, hoặc gõ «lý do:» rồi ghi rõ hơn."
WHICH_NUMBER = "Đồng chí gõ số, ký hiệu hoặc tên văn bản sau lệnh, ví dụ: /vb 18-CT/TU"
WHICH_ENTRY = "Có nhiều văn bản khớp. Đồng chí muốn xem văn bản nào?"
NO_ENTRY = "Trong kho không có văn bản nào khớp. Đồng chí kiểm tra lại số, ký hiệu giúp nhé."
NEAR_ENTRIES = "Gần nhất trong kho:"
NO_RELATIONS = "Tài liệu trong kho không nêu văn bản này liên quan thế nào với văn bản khác."
NO_PASSAGES = "Không còn đoạn nào nhắc đến văn bản này."
ASK_ON = "Đồng chí muốn hỏi gì về {name}? Mời gõ câu hỏi, hoặc chọn:"
SHARE = "Gửi thẻ này cho người khác: {link}"
SHARE_SOURCE = "Gửi đoạn này cho người khác: {link}"
WHICH_WORDS = (
    "Đồng chí gõ từ cần tìm sau lệnh, ví dụ: /tim đối thoại trực tiếp\n"
    "Tìm trong một văn bản có toàn văn: /tim 290-QĐ/TW: tổ chức thực hiện"
)
NOTHING_FOUND = "Không tìm thấy đoạn nào. Đồng chí thử từ khác giúp nhé."
FORGOTTEN = "Mời đồng chí hỏi chuyện mới; trợ lý không dựa vào những câu trước nữa."
KEPT_OF_YOU = (
    "Mã của đồng chí: {person}\nVai trò: {role}\nĐang lưu: {count} câu hỏi và trả lời, tự xóa sau {days} ngày."
    " Gõ /xoa để xóa ngay."
)
ERASE_SURE = (
    "Xóa hết câu hỏi, góp ý và quyền được mời của đồng chí khỏi trợ lý? Xóa rồi thì không lấy lại được."
)
ERASED = "Đã xóa hết những gì trợ lý lưu về đồng chí."
NOT_ERASED = "Vâng, trợ lý giữ nguyên, không xóa gì."
INVITED_ONLY = "Trợ lý này chỉ phục vụ người được mời. Đồng chí xin mã của quản trị viên rồi gõ: /start MÃ"
NOT_YOURS = "Việc này chỉ dành cho quản trị viên."
YOU_ARE_BLOCKED = "Trợ lý đang tạm dừng phục vụ tài khoản này. Đồng chí liên hệ quản trị viên giúp nhé."
BAD_CODE = "Mã mời không đúng, đã dùng hoặc đã hết hạn. Đồng chí xin quản trị viên mã mới giúp nhé."
WELCOME = "Mã mời hợp lệ. Vai trò của đồng chí: {role}."
INVITATION = "Mã mời ({role}), dùng một lần trong 7 ngày:\n{code}\n{link}"
TYPED_INVITATION = (
    "Mã mời ({role}), dùng một lần trong 7 ngày. Người được mời nhắn cho trợ lý:\n/start {code}"
)
WHICH_ROLE = "Vai trò có thể là: can_bo, bao_cao_vien, quan_tri. Ví dụ: /mamoi bao_cao_vien"
WHICH_PERSON = "Đồng chí gõ mã người dùng sau lệnh, ví dụ: /chan telegram:123456789"
PERSON_BLOCKED = "Đã chặn {person}."
PERSON_FREE = "Đã bỏ mọi quyết định trước đây về {person}."
ONLY_IN_GROUPS = "Lệnh này chỉ dùng trong nhóm."
ONLY_IN_PRIVATE = "Lệnh này đồng chí nhắn riêng cho trợ lý giúp nhé."
GROUP_ADMINS_ONLY = "Chỉ quản trị viên của nhóm mới bật, tắt được trợ lý."
GROUP_OFF = "Trợ lý đã tắt trong nhóm này. Quản trị viên của nhóm gõ /bat để bật lại."
GROUP_ON = "Trợ lý đã bật trong nhóm này."
NOTHING_OPEN = "Trong {days} ngày qua, câu nào trợ lý cũng trả lời được và không ai chê."
OPEN_LEAD = "Trong {days} ngày qua: {refused} câu không có trong kho, {wrong} câu trả lời bị chê."
REFUSED_LEAD = "Không có trong kho"
WRONG_LEAD = "Bị chê «Chưa đúng»"
MORE_OPEN = "… và {count} câu khác (xuất đủ bằng /xuat)."
OPEN_MORE = (
    "Chọn số của câu để xem kỹ, thêm văn bản hoặc soạn câu trả lời."
    " Câu nào có văn bản trả lời được thì tự rời danh sách."
)
ITEM_CLOSED = "Câu này đã rời danh sách: nay đã trả lời được, hoặc đã quá hạn lưu."
ITEM_LEANS = (
    "Câu này hỏi tiếp theo chuyện trước đó nên không soạn sẵn câu trả lời được; thêm văn bản thì được."
)
HOW_TO_ADD = (
    "Đồng chí gửi vào đây tệp văn bản trả lời được câu «{question}», hoặc bỏ vào thư mục tài liệu trên máy chủ rồi chạy"
    " danvan index. Nhận tệp xong, trợ lý tự hỏi lại các câu trong danh sách và báo câu nào đã trả lời được."
)
HOW_TO_ADD_ELSEWHERE = (
    "Đồng chí gửi tệp văn bản trả lời được câu «{question}» cho trợ lý trên Telegram, hoặc bỏ vào thư mục tài liệu trên"
    " máy chủ rồi chạy danvan index. Có văn bản ấy thì câu này tự rời danh sách."
)
WRITING = "Trợ lý đang soạn câu trả lời …"
ROLE_NAMES = {
    Role.BLOCKED: "bị chặn",
    Role.OUTSIDER: "chưa được mời",
    Role.OFFICER: "cán bộ",
    Role.TRAINER: "báo cáo viên",
    Role.ADMIN: "quản trị viên",
}
_EVERYWHERE = (
    ("vb", "Xem thẻ một văn bản: /vb 18-CT/TU"),
    ("tim", "Tìm đoạn văn: /tim đối thoại"),
    ("moi", "Sang chuyện khác"),
    ("help", "Cách dùng"),
)
OFFICER_COMMANDS = (
    ("start", "Giới thiệu trợ lý"),
    *_EVERYWHERE,
    ("hoc", "Tự học mỗi ngày vài câu"),
    ("toi", "Trợ lý đang lưu gì về tôi"),
    ("xoa", "Xóa hết những gì lưu về tôi"),
)
GROUP_COMMANDS = _EVERYWHERE
GROUP_ADMIN_COMMANDS = (*_EVERYWHERE, ("tat", "Tắt trợ lý trong nhóm"), ("bat", "Bật trợ lý trong nhóm"))
TRAINER_COMMANDS = (
    *OFFICER_COMMANDS,
    ("lop", "Mở và điều khiển lớp tập huấn"),
    ("bode", "Các bộ câu hỏi"),
    ("tailieu", "Tài liệu phát tay"),
)
ADMIN_COMMANDS = (
    *TRAINER_COMMANDS,
    ("chuatraloi", "Câu chưa trả lời được, câu bị chê"),
    ("thongke", "Số người hỏi, số câu, trả lời được hay chưa"),
    ("duyet", "Duyệt câu trả lời được trả lời (reply)"),
    ("boduyet", "Bỏ duyệt câu trả lời ấy"),
    ("quaylai", "Quay về bản chỉ mục trước"),
    ("nhatky", "Nhật ký việc quản trị"),
    ("xuat", "Xuất bảng Excel hoặc CSV"),
    ("mamoi", "Tạo mã mời"),
    ("chan", "Chặn một người"),
    ("bochan", "Bỏ chặn một người"),
)
OUTSIDER_COMMANDS = (("start", "Giới thiệu trợ lý, nhập mã mời"), ("help", "Cách dùng"))
