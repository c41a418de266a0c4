"""What the bot says of itself, in one place, so that it speaks with one voice."""

START = (
    "Chào anh/chị. Đây là trợ lý tra cứu văn bản về công tác dân vận.",
    "Anh/chị cứ hỏi bằng lời thường, có dấu hay không dấu đều được. Mỗi câu trả lời đều kèm nguồn và"
    " trích dẫn nguyên văn để anh/chị kiểm tra lại.",
    "Trợ lý chỉ trả lời từ các tài liệu đã nạp; điều gì tài liệu không nêu, trợ lý sẽ nói rõ là không có.",
)
HELP = (
    "Anh/chị có thể:",
    "• Gõ câu hỏi, ví dụ: «Văn bản nào quy định đối thoại với nhân dân?»\n"
    "• Gõ số, ký hiệu văn bản, ví dụ: «18-CT/TU»\n"
    "• Hỏi tiếp: «Văn bản đó còn hiệu lực không?», «Thế còn của Thủ tướng?»",
    "Trong nhóm, hãy nhắc tên trợ lý hoặc trả lời tin nhắn của trợ lý thì trợ lý mới đáp.",
    "Xin đừng gửi thông tin mật hay dữ liệu cá nhân của công dân.",
)
TEXT_ONLY = "Trợ lý chỉ đọc được chữ. Anh/chị vui lòng gõ câu hỏi giúp ạ."
UNKNOWN_COMMAND = "Trợ lý không có lệnh này. Anh/chị gõ /help để xem cách dùng, hoặc cứ gõ thẳng câu hỏi."
SORRY = "Trợ lý gặp trục trặc khi xử lý câu hỏi này. Anh/chị thử lại sau giúp; quản trị viên sẽ xem nhật ký."
COMMANDS = (("start", "Giới thiệu trợ lý"), ("help", "Cách dùng"))
