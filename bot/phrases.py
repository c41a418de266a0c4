"""What the bot says of itself, in one place, so that it speaks with one voice."""

from bot.access import Role

START = (
    "Chào anh/chị. Đây là trợ lý tra cứu văn bản về công tác dân vận.",
    "Anh/chị cứ hỏi bằng lời thường, có dấu hay không dấu đều được. Mỗi câu trả lời đều kèm nguồn và trích dẫn"
    " nguyên văn để anh/chị kiểm tra lại.",
    "Trợ lý chỉ trả lời từ các tài liệu đã nạp; điều gì tài liệu không nêu, trợ lý sẽ nói rõ là không có.",
)
EXAMPLES_LEAD = "Anh/chị thử hỏi một câu dưới đây, hoặc gõ câu của mình:"
HELP = (
    "Anh/chị có thể:",
    "• Gõ câu hỏi, ví dụ: «Văn bản nào quy định đối thoại với nhân dân?»\n"
    "• Hỏi tiếp: «Văn bản đó còn hiệu lực không?», «Thế còn của Thủ tướng?»\n"
    "• /vb 18-CT/TU: xem thẻ một văn bản\n"
    "• /tim đối thoại trực tiếp: tìm các đoạn nói về điều đó\n"
    "• /moi: bắt đầu cuộc trao đổi mới\n"
    "• /toi: xem trợ lý đang lưu gì về mình; /xoa: xóa hết",
    "Sửa lại tin đã gửi thì câu trả lời được sửa theo. Trả lời (reply) một câu trả lời cũ thì trao đổi tiếp từ đó.",
    "Trong nhóm, hãy nhắc tên trợ lý hoặc trả lời tin nhắn của trợ lý thì trợ lý mới đáp; quản trị viên của nhóm tắt"
    " bằng /tat, bật lại bằng /bat.",
    "Xin đừng gửi thông tin mật hay dữ liệu cá nhân của công dân.",
)
ADMIN_HELP = (
    "Dành cho quản trị viên:\n"
    "• /mamoi: tạo mã mời cán bộ (/mamoi bao_cao_vien, /mamoi quan_tri cho vai trò khác)\n"
    "• /chan MÃ, /bochan MÃ: chặn, bỏ chặn một người (mã xem ở /toi của người đó)"
)
TEXT_ONLY = "Trợ lý chỉ đọc được chữ. Anh/chị vui lòng gõ câu hỏi giúp ạ."
UNKNOWN_COMMAND = "Trợ lý không có lệnh này. Anh/chị gõ /help để xem cách dùng, hoặc cứ gõ thẳng câu hỏi."
SORRY = "Trợ lý gặp trục trặc khi xử lý câu hỏi này. Anh/chị thử lại sau giúp; quản trị viên sẽ xem nhật ký."
TOO_FAST = "Anh/chị gửi hơi nhanh. Trợ lý xin nghỉ một phút rồi trả lời tiếp những câu gửi sau đó."
GONE = "Nút này đã hết hạn. Anh/chị hỏi lại giúp ạ."
CHANGED = "Tài liệu đã thay đổi từ lúc trả lời. Câu được trích khi đó là:"
NO_FILE = "Trợ lý không giữ tệp gốc của nguồn này."
THANKS = "Cảm ơn anh/chị đã góp ý."
WHY_WRONG = "Chưa đúng ở điểm nào ạ? Anh/chị chọn bên dưới, hoặc trả lời (reply) tin này để ghi rõ hơn."
WHICH_NUMBER = "Anh/chị gõ số, ký hiệu hoặc tên văn bản sau lệnh, ví dụ: /vb 18-CT/TU"
WHICH_ENTRY = "Có nhiều văn bản khớp. Anh/chị muốn xem văn bản nào?"
NO_ENTRY = "Trong kho không có văn bản nào khớp. Anh/chị kiểm tra lại số, ký hiệu."
NO_RELATIONS = "Tài liệu trong kho không nêu văn bản này liên quan thế nào với văn bản khác."
NO_PASSAGES = "Không còn đoạn nào nhắc đến văn bản này."
ASK_ON = "Anh/chị muốn hỏi gì về {name}? Gõ câu hỏi, hoặc chọn:"
SHARE = "Đường dẫn tới thẻ này: {link}"
WHICH_WORDS = "Anh/chị gõ từ cần tìm sau lệnh, ví dụ: /tim đối thoại trực tiếp"
NOTHING_FOUND = "Không tìm thấy đoạn nào."
FORGOTTEN = "Đã bắt đầu cuộc trao đổi mới; những câu trước không còn được nhớ đến."
KEPT_OF_YOU = (
    "Mã của anh/chị: {person}\nVai trò: {role}\nĐang lưu: {count} câu hỏi và trả lời. Gõ /xoa để xóa hết."
)
ERASE_SURE = "Xóa mọi câu hỏi, góp ý và quyền được mời của anh/chị khỏi trợ lý? Việc này không hoàn lại được."
ERASED = "Đã xóa hết những gì trợ lý lưu về anh/chị."
NOT_ERASED = "Không xóa gì cả."
INVITED_ONLY = "Trợ lý này chỉ phục vụ người được mời. Anh/chị xin mã của quản trị viên rồi gõ: /start MÃ"
NOT_YOURS = "Việc này chỉ dành cho quản trị viên."
YOU_ARE_BLOCKED = "Tài khoản của anh/chị đang bị chặn. Anh/chị liên hệ quản trị viên giúp ạ."
BAD_CODE = "Mã mời không đúng, đã dùng hoặc đã hết hạn. Anh/chị xin mã mới của quản trị viên."
WELCOME = "Mã mời hợp lệ. Vai trò của anh/chị: {role}."
INVITATION = "Mã mời ({role}), dùng một lần trong 7 ngày:\n{code}\n{link}"
WHICH_ROLE = "Vai trò có thể là: can_bo, bao_cao_vien, quan_tri. Ví dụ: /mamoi bao_cao_vien"
WHICH_PERSON = "Anh/chị gõ mã người dùng sau lệnh, ví dụ: /chan telegram:123456789"
PERSON_BLOCKED = "Đã chặn {person}."
PERSON_FREE = "Đã bỏ mọi quyết định trước đây về {person}."
ONLY_IN_GROUPS = "Lệnh này chỉ dùng trong nhóm."
GROUP_ADMINS_ONLY = "Chỉ quản trị viên của nhóm mới bật, tắt được trợ lý."
GROUP_OFF = "Trợ lý đã tắt trong nhóm này. Quản trị viên của nhóm gõ /bat để bật lại."
GROUP_ON = "Trợ lý đã bật trong nhóm này."
ROLE_NAMES = {
    Role.BLOCKED: "bị chặn",
    Role.OUTSIDER: "chưa được mời",
    Role.OFFICER: "cán bộ",
    Role.TRAINER: "báo cáo viên",
    Role.ADMIN: "quản trị viên",
}
_EVERYWHERE = (
    ("vb", "Xem thẻ một văn bản"),
    ("tim", "Tìm đoạn văn"),
    ("moi", "Trao đổi mới"),
    ("help", "Cách dùng"),
)
COMMANDS = (
    ("start", "Giới thiệu trợ lý"),
    *_EVERYWHERE,
    ("toi", "Trợ lý đang lưu gì về tôi"),
    ("xoa", "Xóa mọi thứ về tôi"),
)
GROUP_COMMANDS = (*_EVERYWHERE, ("tat", "Tắt trợ lý trong nhóm"), ("bat", "Bật trợ lý trong nhóm"))
ADMIN_COMMANDS = (
    *COMMANDS,
    ("mamoi", "Tạo mã mời"),
    ("chan", "Chặn một người"),
    ("bochan", "Bỏ chặn một người"),
)
