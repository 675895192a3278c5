"""Documents of our own, of the shapes that real offices publish."""

NUMBERED = """
Số:      /KH-UBND

Sông Xanh, ngày    tháng 3 năm 2024

KẾ HOẠCH

Phát động phong trào “Thư viện số cho mọi nhà”

Căn cứ Quyết định số 12/QĐ-UBND về thư viện số;

Căn cứ Kế hoạch số 34/KH-UBND về văn hóa đọc.

Ủy ban nhân dân huyện ban hành Kế hoạch như sau:

I. MỤC ĐÍCH, YÊU CẦU

1. Mục đích

- Đưa sách số tới mọi gia đình, nhất là các gia đình ở xa,

trường học và bưu điện xã.

- Khen người đọc nhiều.

2. Yêu cầu

Làm thường xuyên.

Làm thiết thực.

II. MỤC TIÊU

1. Mục tiêu chung

Mỗi xã có một tủ sách số.

2. Mục tiêu cụ thể

2.1. Đến năm 2024

a) Về bạn đọc

- 40% học sinh có thẻ số.
- 20% người cao tuổi nghe sách nói.

2.2. Đến năm 2026

a) Về bạn đọc

- 80% học sinh có thẻ số.

III. KHEN THƯỞNG

1. Đối tượng

a) Tập thể: Các trường học.

e) Đối với cá nhân

Người kể chuyện hay.

- Người tặng sách.

g) Đối tượng khác: Các nhà hảo tâm.

2. Số lượng hồ sơ

- a) Bằng khen: 03 bộ.
- b) Giấy khen: 01 bộ.

3. Giao Phòng Văn hóa là cơ quan thường trực, có trách nhiệm:

- Hướng dẫn các xã.

4. Các bưu điện xã mở thêm giờ phục vụ bạn đọc vào buổi tối và ngày nghỉ cuối tuần.

Bưu điện huyện chuyển sách miễn phí.

Trong quá trình thực hiện, nếu có khó khăn thì báo cáo Ủy ban nhân dân huyện./. *ab*

Nơi nhận:

- Các xã;
- Lưu: VT.

**TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH**

HT
Lê Thị Bình An
"""

WRAPPED = """ỦY BAN NHÂN DÂN
HUYỆN SÔNG XANH
-------
|
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Số: 7/KH-UBND
|
Sông Xanh, ngày
5 tháng 3 năm 2024
|
KẾ HOẠCH
TỔ
CHỨC PHONG TRÀO "THƯ VIỆN SỐ"
Để thực hiện tốt việc đưa sách tới từng gia đình ở
vùng xa, Ủy ban nhân dân huyện ban hành Kế hoạch này, áp dụng từ năm
2024. Nội dung cụ thể như sau:
I. NHIỆM VỤ CỦA CÁC XÃ,
CÁC TRƯỜNG HỌC VÀ BƯU ĐIỆN
1. Đối với các xã,
thị trấn
Cần bám sát các nội dung của Đề án Thư viện số huyện
Sông Xanh đã được duyệt năm trước và tập trung một số việc sau đây:
a) Mở tủ sách số tại nhà văn hóa của từng thôn, bản,
tổ dân phố; bố trí người trông coi và hướng dẫn cho người cao tuổi biết cách
mượn sách, trả sách và nghe sách nói.
b) Gửi danh sách bạn đọc về Hội đồng Thi đua
- Khen thưởng huyện trước ngày họp để xét tặng giấy khen cho những người đọc.
2. Tiêu chuẩn: Khen các tập thể, cá nhân có nhiều bạn
đọc, có nhiều sách hay và được Hội đồng Thi đua - Khen thưởng xếp hạng như sau:
a) Đối với các xã
Có tổng số bạn đọc được xếp hạng từ 01 đến 02 trong
toàn huyện.
b) Đối với trường học:
Có tổng số bạn đọc được xếp hạng từ 01 đến 03 trong
toàn huyện.
3. Số lượng
- Mỗi xã đề nghị không quá 01 tập thể và không quá
02 cá nhân.
"""

ARTICLE = """

Tin hoạt động

Huyện Sông Xanh ban hành kế hoạch thi đua “Thư viện số” . Kế hoạch áp dụng trong toàn huyện, từ 2024 đến 2026.

Làm cho nhà nào cũng có sách. Qua đó, người dân đọc nhiều hơn.

(Ảnh minh họa)

Các tiêu chí và chỉ tiêu

Đối với cấp huyện: 100% trường có tủ sách (trừ lớp ghép; lớp tạm); tối thiểu 50% thôn có nhà đọc. Đối với cấp xã: 100% \
xã có người trông sách. - 30% hộ có thẻ số.

Đối với cá nhân: Người tặng sách; người kể chuyện.

Người cao tuổi nghe sách; con cháu giúp mở máy.

Trong quá trình thực hiện, nếu có vướng mắc thì báo về Phòng Văn hóa./.

Trang tin huyện Sông Xanh

Tin cùng chuyên mục
"""
